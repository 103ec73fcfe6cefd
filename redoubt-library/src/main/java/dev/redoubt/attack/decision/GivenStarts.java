package dev.redoubt.attack.decision;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.data.Dataset;
import dev.redoubt.threat.L2;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Samples that the attacker has, with their classes: the way to start towards a target class. For
 * each row those whose class would meet its goal, the nearest in L2 first; whether the model agrees
 * about the class, it is asked.
 */
public final class GivenStarts implements Starts {
  private final float[][] samples;
  private final int[] classes;

  private GivenStarts(float[][] samples, int[] classes) {
    this.samples = samples;
    this.classes = classes;
  }

  /**
   * The first samples of a dataset.
   *
   * @param most at most so many of them, at least 1
   */
  public static GivenStarts of(Dataset dataset, int most) {
    if (most < 1) {
      throw new BadInputException("given starts want at least 1 sample, not " + most);
    }
    int count = Math.min(most, dataset.size());
    float[][] samples = new float[count][dataset.input().features()];
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      dataset.read(i, samples[i], 0);
      classes[i] = dataset.label(i);
    }
    return new GivenStarts(samples, classes);
  }

  @Override
  public String name() {
    return "given:" + samples.length;
  }

  @Override
  public Tries of(Ground ground, IntPredicate wanted) {
    if (samples.length > 0 && samples[0].length != ground.clean().length) {
      throw new BadInputException(
          "given starts have %d values, but the samples have %d"
              .formatted(samples[0].length, ground.clean().length));
    }
    Geometry geometry = Geometry.of(new L2());
    double[] distances = new double[samples.length];
    List<Integer> order =
        IntStream.range(0, samples.length)
            .filter(i -> wanted.test(classes[i]))
            .peek(i -> distances[i] = geometry.distance(ground.clean(), samples[i], 0))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distances[i]))
            .toList();
    return new Ordered(samples, order);
  }

  /** The samples of one row. */
  @SuppressWarnings("ArrayRecordComponent") // shared by all rows, never compared
  private record Ordered(float[][] samples, List<Integer> order) implements Tries {
    @Override
    public int count() {
      return order.size();
    }

    @Override
    public void write(int index, float[] target, int offset) {
      float[] sample = samples[order.get(index)];
      System.arraycopy(sample, 0, target, offset, sample.length);
    }
  }
}
