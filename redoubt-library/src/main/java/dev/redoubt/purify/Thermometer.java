package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Thermometer encoding (Buckman et al. 2018, section 3): each value, relative to the range, falls
 * into one of {@code levels} intervals {@code (k/levels, (k+1)/levels]}, of which the first holds
 * 0, too; what is handed on is 1 at its own level and all below it, and 0 above. So level 0 is 1
 * always, and level k from 1 on is 1 if and only if the value exceeds {@code k/levels}. (The paper
 * sums the other way: its codes are 1 from the value's own level on upwards. Each is known from the
 * other, shifted by one level.)
 *
 * <p>{@code [C, H, W]} becomes {@code [C · levels, H, W]}, {@code [features]} becomes {@code
 * [features · levels]}; level k of channel c is channel {@code c · levels + k}.
 *
 * <p>It has no derivative. Attackers take that of a sigmoid in place of each step, on either side
 * of the threshold. The ramps {@code min(max(x - k/levels, 0), 1)} of Athalye et al. 2018 (section
 * 5.2) have none on the levels above x, and so none at all where an image is black: on MNIST an
 * attack with them leaves much standing that one with sigmoids breaks.
 *
 * @param levels from 2 to 256
 */
public record Thermometer(int levels, InputSpec takes) implements Purifier {
  /** Of the sigmoids, as a share of the range. */
  private static final double WIDTH = 0.05;

  /** A threshold so low that neither a step nor a sigmoid moves there. */
  private static final float BELOW_ALL = -100;

  /** Checks. */
  public Thermometer {
    if (levels < 2 || levels > 256) {
      throw new BadInputException("thermometer wants from 2 to 256 levels, not " + levels);
    }
  }

  @Override
  public String name() {
    return "thermometer";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("levels", levels);
  }

  @Override
  public InputSpec gives() {
    List<Integer> shape = new ArrayList<>(takes.shape());
    shape.set(0, Math.multiplyExact(shape.get(0), levels));
    return new InputSpec(shape, 0, 1);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor value = Elementwise.clamp(relative(x), 0, 1);
          return asChannels(Elementwise.greater(value, thresholds(value)).to(x.dtype()));
        });
  }

  /** {@code [n, C, 1, ...]} in [0, 1]. */
  private Tensor relative(Tensor x) {
    Tensor level = x.minus(takes.low()).dividedBy(takes.high() - takes.low());
    return Layout.unsqueeze(level, 2);
  }

  /** {@code [1, 1, levels, 1, ...]}; the first is below all values. */
  private Tensor thresholds(Tensor like) {
    float[] values = new float[levels];
    for (int k = 1; k < levels; k++) {
      values[k] = (float) ((double) k / levels);
    }
    values[0] = BELOW_ALL;
    long[] shape = new long[like.rank()];
    Arrays.fill(shape, 1);
    shape[2] = levels;
    return Tensors.of(values, shape).like(like);
  }

  private Tensor asChannels(Tensor codes) {
    long[] shape = new long[codes.rank() - 1];
    shape[0] = codes.rows();
    for (int i = 1; i < shape.length; i++) {
      shape[i] = gives().shape().get(i - 1);
    }
    return Layout.reshape(codes, shape);
  }

  @Override
  public Declaration declares() {
    return new Declaration(
        new Declaration.Backward.Surrogate("sigmoids for steps", this::sigmoids), false);
  }

  /** A sigmoid in place of each step. */
  private Tensor sigmoids(Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor value = relative(x);
          Tensor above = value.minus(thresholds(value)).dividedBy(WIDTH);
          return asChannels(Activation.sigmoid(above));
        });
  }
}
