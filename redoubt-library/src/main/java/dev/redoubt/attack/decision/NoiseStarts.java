package dev.redoubt.attack.decision;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Plane;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.tensor.RandomStream;
import java.util.function.IntPredicate;

/**
 * Uniform noise over the whole box (Brendel et al. 2018; Chen et al. 2020), and where that does not
 * do, coarser noise and noise through which the clean point shows. Classifiers tend to give all
 * fine noise the same class; samples of that very class would never get a start from it. Try k has,
 * in turns of four:
 *
 * <ul>
 *   <li>uniform values, each on its own;
 *   <li>uniform values on tiles of an eighth to a half of the image;
 *   <li>the lowest or the highest value on such tiles;
 *   <li>half and half the clean point and uniform noise on such tiles.
 * </ul>
 *
 * @param most tries for one row, at least 1
 */
public record NoiseStarts(int most) implements Starts {
  private static final int COARSEST = 2;
  private static final int FINEST = 8;

  /** Checks the number. */
  public NoiseStarts {
    if (most < 1) {
      throw new BadInputException("noise starts want at least 1 try, not " + most);
    }
  }

  /** A thousand tries. */
  public NoiseStarts() {
    this(1000);
  }

  @Override
  public String name() {
    return "noise:" + most;
  }

  @Override
  public Tries of(Ground ground, IntPredicate wanted) {
    return new Noise(ground, most);
  }

  /** The tries of one row. */
  private record Noise(Ground ground, int count) implements Tries {
    @Override
    public void write(int index, float[] target, int offset) {
      RandomStream stream = ground.stream();
      if (index % 4 == 0) {
        int features = ground.plane().features();
        stream.fillUniform(target, offset, features, ground.domain().low(), ground.domain().high());
        return;
      }
      Plane plane = ground.plane();
      int tiles = COARSEST + stream.below(FINEST - COARSEST + 1);
      int down = Math.min(tiles, plane.height());
      int across = Math.min(tiles, plane.width());
      float[] values = new float[plane.channels() * down * across];
      for (int i = 0; i < values.length; i++) {
        double u = index % 4 == 2 ? stream.below(2) : stream.uniform();
        values[i] = (float) (ground.domain().low() + u * ground.width());
      }
      for (int channel = 0; channel < plane.channels(); channel++) {
        for (int row = 0; row < plane.height(); row++) {
          for (int column = 0; column < plane.width(); column++) {
            int tile =
                (channel * down + row * down / plane.height()) * across
                    + column * across / plane.width();
            int place = plane.index(channel, row, column);
            target[offset + place] =
                index % 4 == 3 ? (values[tile] + ground.clean()[place]) / 2 : values[tile];
          }
        }
      }
    }
  }
}
