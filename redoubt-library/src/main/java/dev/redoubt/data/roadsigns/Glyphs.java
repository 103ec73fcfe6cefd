package dev.redoubt.data.roadsigns;

import dev.redoubt.data.roadsigns.Shape.Stroke;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** The few digits and letters that signs bear, as strokes in a box of width 1 and height 2. */
final class Glyphs {
  private Glyphs() {}

  /**
   * A line of text centred at (0, {@code y}).
   *
   * @param text made of 0 3 5 8 S T O P
   * @param height of a glyph
   * @param glyphWidth of a glyph
   * @param gap between two glyphs
   * @param stroke thickness of the strokes, beyond the box by half on each side
   */
  static List<Shape> text(
      String text, double y, double height, double glyphWidth, double gap, double stroke) {
    double left = -(text.length() * glyphWidth + (text.length() - 1) * gap) / 2;
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      double x = left + i * (glyphWidth + gap);
      for (double[] line : lines(text.charAt(i))) {
        double[] placed = new double[line.length];
        for (int k = 0; k < line.length; k += 2) {
          placed[k] = x + line[k] * glyphWidth;
          placed[k + 1] = y + (line[k + 1] / 2 - 0.5) * height;
        }
        shapes.add(new Stroke(stroke, placed));
      }
    }
    return shapes;
  }

  private static List<double[]> lines(char glyph) {
    return switch (glyph) {
      case '0', 'O' -> List.of(Stroke.arc(0.5, 1, 0.5, 1, 0, 360));
      case '3' ->
          List.of(
              Stroke.arc(0.45, 0.5, 0.5, 0.5, 200, 450),
              Stroke.arc(0.45, 1.45, 0.55, 0.55, 270, 520));
      case '5' ->
          List.of(
              new double[] {0.95, 0, 0.12, 0, 0.05, 0.95},
              join(new double[] {0.05, 0.95}, Stroke.arc(0.42, 1.38, 0.58, 0.62, 235, 510)));
      case '8' ->
          List.of(
              Stroke.arc(0.5, 0.48, 0.42, 0.48, 0, 360), Stroke.arc(0.5, 1.48, 0.5, 0.52, 0, 360));
      case 'S' ->
          List.of(
              join(
                  Stroke.arc(0.5, 0.5, 0.45, 0.5, 330, 100),
                  Stroke.arc(0.5, 1.5, 0.45, 0.5, 280, 510)));
      case 'T' -> List.of(new double[] {0, 0, 1, 0}, new double[] {0.5, 0, 0.5, 2});
      case 'P' ->
          List.of(
              new double[] {0.05, 2, 0.05, 0, 0.5, 0},
              join(Stroke.arc(0.5, 0.52, 0.48, 0.52, 270, 450), new double[] {0.05, 1.04}));
      default -> throw new IllegalArgumentException("no glyph for " + glyph);
    };
  }

  private static double[] join(double[] first, double[] second) {
    return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(second)).toArray();
  }
}
