package dev.redoubt.data.roadsigns;

import static dev.redoubt.data.roadsigns.Colour.BLACK;
import static dev.redoubt.data.roadsigns.Colour.BLUE;
import static dev.redoubt.data.roadsigns.Colour.RED;
import static dev.redoubt.data.roadsigns.Colour.WHITE;
import static dev.redoubt.data.roadsigns.Colour.YELLOW;

import dev.redoubt.data.roadsigns.Shape.Disc;
import dev.redoubt.data.roadsigns.Shape.Polygon;
import dev.redoubt.data.roadsigns.Shape.Stroke;

/** The faces of the twelve signs, after the Vienna Convention on Road Signs and Signals (1968). */
final class Faces {
  private Faces() {}

  static Face speedLimit(String digits) {
    return new Face()
        .add(RED, new Disc(0, 0, 1))
        .add(WHITE, new Disc(0, 0, 0.76))
        .add(BLACK, Glyphs.text(digits, 0, 0.74, 0.36, 0.24, 0.17));
  }

  static Face stop() {
    return new Face()
        .add(WHITE, Polygon.regular(8, 1.06, 22.5))
        .add(RED, Polygon.regular(8, 0.98, 22.5))
        .add(WHITE, Glyphs.text("STOP", 0, 0.56, 0.24, 0.17, 0.12));
  }

  static Face giveWay() {
    return new Face()
        .add(RED, new Polygon(-1, -0.82, 1, -0.82, 0, 0.95))
        .add(WHITE, new Polygon(-0.58, -0.56, 0.58, -0.56, 0, 0.44));
  }

  static Face noEntry() {
    return new Face()
        .add(WHITE, new Disc(0, 0, 1))
        .add(RED, new Disc(0, 0, 0.93))
        .add(WHITE, rectangle(0.68, 0.18));
  }

  static Face priorityRoad() {
    return new Face()
        .add(BLACK, Polygon.regular(4, 1.05, 0))
        .add(WHITE, Polygon.regular(4, 0.98, 0))
        .add(YELLOW, Polygon.regular(4, 0.68, 0));
  }

  static Face danger() {
    return warning()
        .add(BLACK, new Polygon(-0.14, -0.36, 0.14, -0.36, 0.07, 0.26, -0.07, 0.26))
        .add(BLACK, new Disc(0, 0.44, 0.11));
  }

  static Face pedestrians() {
    return warning()
        .add(BLACK, new Disc(0.03, -0.34, 0.11))
        .add(BLACK, new Stroke(0.17, 0.02, -0.14, -0.02, 0.14))
        .add(BLACK, new Stroke(0.1, -0.24, 0.1, -0.02, -0.14, 0.24, 0.06))
        .add(BLACK, new Stroke(0.12, -0.02, 0.14, 0.2, 0.34, 0.26, 0.54))
        .add(BLACK, new Stroke(0.12, -0.02, 0.14, -0.12, 0.36, -0.3, 0.54));
  }

  static Face roadworks() {
    return warning()
        .add(BLACK, new Disc(-0.06, -0.3, 0.11))
        .add(BLACK, new Stroke(0.18, -0.1, -0.1, -0.26, 0.14))
        .add(BLACK, new Stroke(0.12, -0.26, 0.16, -0.36, 0.54))
        .add(BLACK, new Stroke(0.12, -0.22, 0.16, -0.06, 0.32, -0.12, 0.54))
        .add(BLACK, new Stroke(0.09, -0.1, -0.1, 0.12, 0.08))
        .add(BLACK, new Stroke(0.07, -0.1, 0.04, 0.34, 0.24))
        .add(BLACK, new Polygon(0.08, 0.58, 0.34, 0.22, 0.66, 0.58));
  }

  static Face turnRight() {
    return mandatory()
        .add(WHITE, new Stroke(0.24, -0.32, 0.56, -0.32, -0.02, -0.2, -0.14, 0.2, -0.14))
        .add(WHITE, new Polygon(0.12, -0.54, 0.66, -0.14, 0.12, 0.26));
  }

  static Face roundabout() {
    Face face = mandatory();
    for (int i = 0; i < 3; i++) {
      double start = 120 * i - 100;
      double end = start + 62;
      face.add(WHITE, new Stroke(0.19, Stroke.arc(0, 0, 0.5, 0.5, start, end)));
      face.add(WHITE, arrowHead(0.5, end, 0.24, 34));
    }
    return face;
  }

  private static Face warning() {
    return new Face()
        .add(RED, new Polygon(0, -1, 1.04, 0.8, -1.04, 0.8))
        .add(WHITE, new Polygon(0, -0.66, 0.74, 0.63, -0.74, 0.63));
  }

  private static Face mandatory() {
    return new Face().add(WHITE, new Disc(0, 0, 1)).add(BLUE, new Disc(0, 0, 0.93));
  }

  private static Polygon rectangle(double halfWidth, double halfHeight) {
    return new Polygon(
        -halfWidth,
        -halfHeight,
        halfWidth,
        -halfHeight,
        halfWidth,
        halfHeight,
        -halfWidth,
        halfHeight);
  }

  /** A triangle on a circle, its base across the circle at {@code degrees}, pointing clockwise. */
  private static Polygon arrowHead(
      double radius, double degrees, double halfBase, double lengthDegrees) {
    double base = StrictMath.toRadians(degrees);
    double tip = StrictMath.toRadians(degrees + lengthDegrees);
    double inner = radius - halfBase;
    double outer = radius + halfBase;
    return new Polygon(
        inner * StrictMath.cos(base),
        inner * StrictMath.sin(base),
        outer * StrictMath.cos(base),
        outer * StrictMath.sin(base),
        radius * StrictMath.cos(tip),
        radius * StrictMath.sin(tip));
  }
}
