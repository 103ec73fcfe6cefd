package dev.redoubt.data.roadsigns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a sign shows: coloured shapes, later ones over earlier ones. */
final class Face {
  /** One shape in one colour. */
  record Layer(Shape shape, Colour colour) {}

  private final List<Layer> layers = new ArrayList<>();

  /** Adds shapes on top. */
  Face add(Colour colour, Shape... shapes) {
    return add(colour, List.of(shapes));
  }

  /** Adds shapes on top. */
  Face add(Colour colour, List<Shape> shapes) {
    shapes.forEach(shape -> layers.add(new Layer(shape, colour)));
    return this;
  }

  /** All layers from the bottom up. */
  List<Layer> layers() {
    return Collections.unmodifiableList(layers);
  }
}
