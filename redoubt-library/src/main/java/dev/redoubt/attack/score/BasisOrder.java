package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Cosines;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.tensor.RandomStream;

/** The directions of a basis in the order in which one row tries them. */
interface BasisOrder {
  /** Draws the next order of all directions. */
  int[] draw(RandomStream stream);

  /** Adds a multiple of a direction to a point. */
  void add(int direction, double scale, float[] point);

  /** The directions of a row. */
  static BasisOrder of(SimBa.Basis basis, Ground ground) {
    return basis instanceof SimBa.Basis.LowFrequencies low
        ? new Frequencies(new Cosines(ground.plane(), 1), low.share(), ground)
        : new Values(ground.plane().features());
  }

  /** Every value of the input. */
  record Values(int features) implements BasisOrder {
    @Override
    public int[] draw(RandomStream stream) {
      return stream.permutation(features);
    }

    @Override
    public void add(int direction, double scale, float[] point) {
      point[direction] += (float) scale;
    }
  }

  /** All frequencies: those within a share first. */
  record Frequencies(Cosines cosines, double share, Ground ground) implements BasisOrder {
    @Override
    public int[] draw(RandomStream stream) {
      int[] order = stream.permutation(cosines.count());
      int[] sorted = new int[order.length];
      int next = 0;
      for (boolean low : new boolean[] {true, false}) {
        for (int pattern : order) {
          if (isLow(pattern) == low) {
            sorted[next++] = pattern;
          }
        }
      }
      return sorted;
    }

    private boolean isLow(int pattern) {
      int height = ground.plane().height();
      int width = ground.plane().width();
      return pattern / width % height < Math.ceil(share * height)
          && pattern % width < Math.ceil(share * width);
    }

    @Override
    public void add(int direction, double scale, float[] point) {
      cosines.add(direction, scale, point);
    }
  }
}
