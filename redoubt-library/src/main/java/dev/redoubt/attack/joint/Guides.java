package dev.redoubt.attack.joint;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples that the attacker has: they are to be classified rightly and accepted as they are. Sets
 * of the same samples are equal.
 */
public final class Guides {
  private final float[][] inputs;
  private final int[] labels;

  private Guides(float[][] inputs, int[] labels) {
    this.inputs = inputs;
    this.labels = labels;
  }

  /**
   * Copies them.
   *
   * @param inputs one sample a row, all of the same length
   * @param labels the class of each
   */
  public static Guides of(float[][] inputs, int[] labels) {
    if (inputs.length != labels.length) {
      throw new BadInputException(
          "guides want a label each, but there are %d labels for %d samples"
              .formatted(labels.length, inputs.length));
    }
    float[][] copies = new float[inputs.length][];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = inputs[i].clone();
      if (copies[i].length != copies[0].length) {
        throw new BadInputException(
            "guides must have the same number of values, but there are %d in the first and %d in number %d"
                .formatted(copies[0].length, copies[i].length, i));
      }
    }
    return new Guides(copies, labels.clone());
  }

  /** How many there are. */
  public int size() {
    return inputs.length;
  }

  /** Values of each; 0 if there are none. */
  int features() {
    return inputs.length == 0 ? 0 : inputs[0].length;
  }

  /**
   * Guides for one sample, the best first: of each class the nearest in L2, then of each the second
   * nearest, and so on. Classes without guides are passed over.
   *
   * @param sample its values
   * @param classes in the order in which they are to be tried
   * @param most how many at most
   * @return their numbers; none if these classes have no guides
   */
  int[] choose(float[] sample, int[] classes, int most) {
    List<int[]> nearest = new ArrayList<>();
    for (int i = 0; i < classes.length && nearest.size() < most; i++) {
      int[] own = nearest(sample, classes[i]);
      if (own.length > 0) {
        nearest.add(own);
      }
    }
    int longest = nearest.stream().mapToInt(own -> own.length).max().orElse(0);
    return IntStream.range(0, longest)
        .flatMap(
            rank -> nearest.stream().filter(own -> rank < own.length).mapToInt(own -> own[rank]))
        .limit(most)
        .toArray();
  }

  /** All of a class, by distance. */
  private int[] nearest(float[] sample, int label) {
    double[] distances = new double[inputs.length];
    return IntStream.range(0, inputs.length)
        .filter(i -> labels[i] == label)
        .peek(i -> distances[i] = squaredDistance(sample, inputs[i]))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double change = a[i] - b[i];
      sum += change * change;
    }
    return sum;
  }

  /**
   * Some of them as a batch.
   *
   * @param like {@code [n, ...]}, as many rows as are chosen
   */
  Tensor batch(int[] chosen, Tensor like) {
    return Tensors.ofRows(
            (row, values) -> System.arraycopy(inputs[chosen[row]], 0, values, 0, values.length),
            like.shape())
        .like(like);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Guides guides
        && Arrays.equals(labels, guides.labels)
        && Arrays.deepEquals(inputs, guides.inputs);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(labels) + Arrays.deepHashCode(inputs);
  }

  @Override
  public String toString() {
    return inputs.length + " guides";
  }
}
