package dev.redoubt.nn;

import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * One weight that an operator declares.
 *
 * @param name its name within the node: {@code weight}, {@code bias}, {@code running_mean} …
 * @param shape its shape
 * @param trainable false for statistics that the optimiser leaves alone
 * @param start how a fresh network fills it
 */
public record WeightSpec(String name, List<Long> shape, boolean trainable, Start start) {
  /** A weight drawn as PyTorch draws those of convolutions and linear layers. */
  public static WeightSpec drawn(String name, int fanIn, long... shape) {
    return new WeightSpec(name, list(shape), true, new Start.Uniform(1 / Math.sqrt(fanIn)));
  }

  /** A weight that starts at one value. */
  public static WeightSpec constant(String name, boolean trainable, double value, long... shape) {
    return new WeightSpec(name, list(shape), trainable, new Start.Constant(value));
  }

  /** The number of elements. */
  public int count() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }

  private static List<Long> list(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** How a fresh weight is filled. */
  public sealed interface Start {
    /** Fills the whole of {@code target}. */
    void fill(float[] target, RandomStream stream);

    /** Uniform in (-bound, bound). */
    record Uniform(double bound) implements Start {
      @Override
      public void fill(float[] target, RandomStream stream) {
        stream.fillUniform(target, 0, target.length, -bound, bound);
      }
    }

    /** One value everywhere. */
    record Constant(double value) implements Start {
      @Override
      public void fill(float[] target, RandomStream stream) {
        Arrays.fill(target, (float) value);
      }
    }
  }
}
