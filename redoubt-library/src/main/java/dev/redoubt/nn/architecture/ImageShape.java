package dev.redoubt.nn.architecture;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Normalize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image shape that an architecture has accepted. */
record ImageShape(int channels, int height, int width) {
  static ImageShape of(String architecture, List<Integer> shape, int smallest) {
    if (shape.size() != 3 || shape.get(1) < smallest || shape.get(2) < smallest) {
      throw new BadInputException(
          "architecture %s takes images [channels, height, width] of at least %d×%d pixels, not %s"
              .formatted(architecture, smallest, smallest, shape));
    }
    return new ImageShape(shape.get(0), shape.get(1), shape.get(2));
  }

  /** A builder that begins with the normalisation, if there is one. */
  static Graph.Builder start(@Nullable Normalize normalize) {
    Graph.Builder builder = Graph.builder();
    return normalize == null ? builder : builder.then("normalize", normalize);
  }
}
