package dev.redoubt.model.script;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.ScriptModule;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Finds out by trying what an archive does not tell: classes, batches, randomness, precision. */
final class ScriptProbe {
  /** Random inputs that a question is put to. */
  private static final int PROBES = 4;

  /** Rounding in fp32 stays under this, relative to the largest output. */
  private static final double FP32 = 1e-4;

  /**
   * Step of the central differences that tell fp64 from fp32, in shares of the input range. In fp64
   * rounding disturbs them by about 1e-8; a single rounding to fp32 on the way by 0.1 and more.
   */
  private static final double STEP = 1e-7;

  private final ScriptModule module;
  private final InputSpec input;
  private final Device device;
  private @Nullable Boolean random;

  ScriptProbe(ScriptModule module, InputSpec input, Device device) {
    this.module = module;
    this.input = input;
    this.device = device;
  }

  /** {@code [n, ...input.shape()]}. */
  static long[] shape(long n, InputSpec input) {
    return LongStream.concat(LongStream.of(n), input.shape().stream().mapToLong(i -> i)).toArray();
  }

  /** The classes, from one sample of zeros. */
  int classes() {
    long[] shape =
        evaluated(module, Tensors.zeros(DType.FLOAT32, shape(1, input)).to(device)).shape();
    if (shape.length != 2 || shape[0] != 1 || shape[1] < 2) {
      throw new BadInputException(
          "for one sample of shape %s it gives the shape %s, expected [1, classes]"
              .formatted(input.shape(), Arrays.toString(shape)));
    }
    return Math.toIntExact(shape[1]);
  }

  /** Whether several samples at once fail, or give something else than one by one. */
  boolean fixedBatch() {
    return Scope.value(
        () -> {
          Tensor x = samples(DType.FLOAT32);
          Tensor first = evaluated(module, Layout.row(x, 0));
          try {
            Tensor together = evaluated(module, x);
            return together.rows() != PROBES
                || together.rank() != 2
                || (!random() && differ(Layout.row(together, 0), first));
          } catch (BadInputException e) {
            return true;
          }
        });
  }

  /** Whether passes over the same sample differ; tried often, since few draws may agree. */
  boolean random() {
    if (random == null) {
      random = Scope.value(this::differsFromItself);
    }
    return random;
  }

  private boolean differsFromItself() {
    Tensor x = samples(DType.FLOAT32);
    for (int row = 0; row < PROBES; row++) {
      Tensor sample = Layout.row(x, row);
      Tensor first = evaluated(module, sample);
      for (int i = 0; i < PROBES; i++) {
        if (differ(first, evaluated(module, sample))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all outputs lie in [0, 1] and sum to 1. */
  boolean probabilities() {
    return Scope.value(
        () -> {
          Tensor x = samples(DType.FLOAT32);
          for (int row = 0; row < PROBES; row++) {
            double[] outputs = evaluated(module, Layout.row(x, row)).doubles();
            double sum = Arrays.stream(outputs).sum();
            if (!(Math.abs(sum - 1) < FP32)
                || Arrays.stream(outputs).anyMatch(p -> p < 0 || p > 1)) {
              return false;
            }
          }
          return true;
        });
  }

  /**
   * The module in fp64, if it computes so throughout. It does not where a constant or a cast in its
   * code holds it to fp32: then it fails, or its differences over tiny steps are rounding noise
   * rather than its derivative.
   */
  Optional<ScriptModule> precise() {
    if (random()) {
      return Optional.empty();
    }
    ScriptModule twin = module.to(DType.FLOAT64);
    if (Scope.value(() -> IntStream.range(0, PROBES).allMatch(row -> follows(twin, row)))) {
      return Optional.of(twin);
    }
    twin.close();
    return Optional.empty();
  }

  /** Whether the twin agrees with the module, and its differences with its derivative. */
  private boolean follows(ScriptModule twin, int row) {
    try {
      return agrees(twin, row) && isSmooth(twin, row);
    } catch (BadInputException e) {
      return false; // its code insists on fp32
    }
  }

  private boolean agrees(ScriptModule twin, int row) {
    Tensor x = Layout.row(samples(DType.FLOAT64), row);
    return !differ(evaluated(module, x.to(DType.FLOAT32)), evaluated(twin, x));
  }

  private boolean isSmooth(ScriptModule twin, int row) {
    Tensor x = Layout.row(samples(DType.FLOAT64), row);
    double h = STEP * (input.high() - input.low());
    Tensor direction = draws("direction").rows(row).gaussianLike(x);
    Tensor up = evaluated(twin, x.plus(h, direction));
    Tensor down = evaluated(twin, x.plus(-h, direction));
    Tensor weights = draws("weights").rows(row).gaussianLike(up);
    double difference = Reductions.sum(up.minus(down).times(weights)).item() / (2 * h);
    Tensor leaf = Autograd.variable(x);
    Tensor value = Reductions.sum(twin.forward(leaf).times(weights));
    double slope = Reductions.sum(Autograd.grad(value, leaf).times(direction)).item();
    double scale = Reductions.sum(up.times(up)).item();
    return Math.abs(difference - slope) <= 1e-3 * Math.abs(slope) + 1e-6 * Math.sqrt(scale);
  }

  private static boolean differ(Tensor a, Tensor b) {
    double[] left = a.doubles();
    double[] right = b.doubles();
    double largest = Arrays.stream(left).map(Math::abs).max().orElse(0);
    boolean differ = left.length != right.length;
    for (int i = 0; i < left.length && !differ; i++) {
      differ = !(Math.abs(left[i] - right[i]) <= FP32 * Math.max(1e-6, largest));
    }
    return differ;
  }

  private static Tensor evaluated(ScriptModule module, Tensor x) {
    return Autograd.noGrad(() -> module.forward(x));
  }

  private static Draws draws(String purpose) {
    return new Draws(0, LongStream.range(0, PROBES).toArray(), "script-probe/" + purpose);
  }

  private Tensor samples(DType type) {
    Tensor like = Tensors.zeros(type, shape(PROBES, input)).to(device);
    return draws("samples").uniformLike(like, input.low(), input.high());
  }
}
