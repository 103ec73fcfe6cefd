package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import java.util.HashMap;
import java.util.Map;

/** The patterns {@link Eta} of one norm, each computed once. */
final class Patterns {
  private static final int TILES = 5;

  private final Mass mass;
  private final Map<Extent, double[][]> known = new HashMap<>();

  Patterns(Mass mass) {
    this.mass = mass;
  }

  /** A pattern whose blocks stand side by side or one above the other, with equal chances. */
  double[] draw(Extent extent, RandomStream stream) {
    double[][] both =
        known.computeIfAbsent(
            extent, e -> new double[][] {Eta.of(mass, e, false), Eta.of(mass, e, true)});
    return both[stream.below(2)];
  }

  /** -1 or 1, with equal chances. */
  static int sign(RandomStream stream) {
    return stream.below(2) == 0 ? -1 : 1;
  }

  /**
   * 5 × 5 tiles in the middle of the image, each with a pattern of its own and a sign for each
   * channel. A tile has a fifth of the image's height and width, rounded down, but at least one
   * place; where the image has fewer than five rows or columns, so has the grid.
   */
  double[] tiles(Plane plane, RandomStream stream) {
    Extent tile =
        new Extent(Math.max(1, plane.height() / TILES), Math.max(1, plane.width() / TILES));
    int down = Math.min(TILES, plane.height());
    int across = Math.min(TILES, plane.width());
    int top = (plane.height() - down * tile.height()) / 2;
    int left = (plane.width() - across * tile.width()) / 2;
    double[] tiles = new double[plane.features()];
    for (int i = 0; i < down * across; i++) {
      int row = top + i / across * tile.height();
      int column = left + i % across * tile.width();
      double[] pattern = draw(tile, stream);
      for (int channel = 0; channel < plane.channels(); channel++) {
        int sign = sign(stream);
        for (int k = 0; k < pattern.length; k++) {
          int place = plane.index(channel, row + k / tile.width(), column + k % tile.width());
          tiles[place] = sign * pattern[k];
        }
      }
    }
    return tiles;
  }
}
