package dev.redoubt.data.roadsigns;

import dev.redoubt.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes the first samples of both splits as one picture, to look at: {@code FILE [SCALE]}. */
final class ContactSheet {
  private ContactSheet() {}

  /** A row a class's turn: twelve columns, one a class. */
  public static void main(String[] args) throws IOException {
    int scale = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    long start = System.nanoTime();
    Dataset test = RoadSigns.open("test");
    Dataset train = RoadSigns.open("train");
    System.out.printf(
        "%d ms%n%s%n%s%n", (System.nanoTime() - start) / 1_000_000, train.digest(), test.digest());
    ImageIO.write(draw(test, 12, 14, scale), "png", Path.of(args[0]).toFile());
  }

  private static BufferedImage draw(Dataset data, int columns, int rows, int scale) {
    int cell = Frame.SIZE * scale + 2;
    BufferedImage sheet =
        new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
    float[] values = new float[data.input().features()];
    for (int n = 0; n < columns * rows; n++) {
      data.read(n, values, 0);
      int row = n / columns;
      for (int y = 0; y < Frame.SIZE * scale; y++) {
        for (int x = 0; x < Frame.SIZE * scale; x++) {
          int at = y / scale * Frame.SIZE + x / scale;
          int rgb = 0;
          for (int c = 0; c < 3; c++) {
            rgb = (rgb << 8) | Math.round(values[c * Frame.AREA + at] * 255);
          }
          sheet.setRGB(n % columns * cell + x, row * cell + y, rgb);
        }
      }
    }
    return sheet;
  }
}
