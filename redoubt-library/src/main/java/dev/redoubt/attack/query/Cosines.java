package dev.redoubt.attack.query;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;

/**
 * The low frequencies of the cosine transform (DCT-II) of each channel: an orthonormal set of
 * patterns {@code cos(π(2y+1)k/2h)·cos(π(2x+1)l/2w)}, of which one or sums can be written.
 */
public final class Cosines {
  private final Plane plane;
  private final double[][] down;
  private final double[][] across;

  /**
   * The patterns of the lowest frequencies.
   *
   * @param share of the frequencies along each side, in (0, 1]; rounded up, so that there is one
   */
  public Cosines(Plane plane, double share) {
    this.plane = plane;
    down = table(plane.height(), share);
    across = table(plane.width(), share);
  }

  private static double[][] table(int length, double share) {
    int count = (int) Math.min(length, Math.ceil(share * length));
    double[][] table = new double[count][length];
    for (int k = 0; k < count; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / length);
      for (int i = 0; i < length; i++) {
        table[k][i] = scale * Math.cos(Math.PI * (2 * i + 1) * k / (2.0 * length));
      }
    }
    return table;
  }

  /** How many patterns there are. */
  public int count() {
    return plane.channels() * down.length * across.length;
  }

  /** Adds {@code scale} times one pattern to a point. */
  public void add(int pattern, double scale, float[] point) {
    int channel = pattern / (down.length * across.length);
    double[] vertical = down[pattern / across.length % down.length];
    double[] horizontal = across[pattern % across.length];
    for (int row = 0; row < plane.height(); row++) {
      int first = plane.index(channel, row, 0);
      double factor = scale * vertical[row];
      for (int column = 0; column < plane.width(); column++) {
        point[first + column] += (float) (factor * horizontal[column]);
      }
    }
  }

  /** Writes a sum of all patterns with standard normal weights, whatever is there. */
  public void drawGaussian(RandomStream stream, float[] target, int offset) {
    float[] weights = new float[down.length * across.length];
    double[] line = new double[plane.width()];
    double[] sums = new double[plane.height() * plane.width()];
    for (int channel = 0; channel < plane.channels(); channel++) {
      stream.fillGaussian(weights, 0, weights.length);
      Arrays.fill(sums, 0);
      for (int k = 0; k < down.length; k++) {
        Arrays.fill(line, 0);
        for (int l = 0; l < across.length; l++) {
          addTimes(weights[k * across.length + l], across[l], line, 0);
        }
        for (int row = 0; row < plane.height(); row++) {
          addTimes(down[k][row], line, sums, row * plane.width());
        }
      }
      int first = offset + plane.index(channel, 0, 0);
      for (int i = 0; i < sums.length; i++) {
        target[first + i] = (float) sums[i];
      }
    }
  }

  private static void addTimes(double factor, double[] values, double[] target, int offset) {
    for (int i = 0; i < values.length; i++) {
      target[offset + i] += factor * values[i];
    }
  }
}
