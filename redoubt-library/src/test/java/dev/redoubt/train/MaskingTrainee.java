package dev.redoubt.train;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A classifier of one weight w, whose margin at x is {@code 1 + w·(cos(2π(x - ½)/ε) - 1)} with ε =
 * 0.2. For w under one half it is right everywhere. Beyond, it is wrong in the middle of a step of
 * length ε from a half, and right at its end: it falls to PGD and not to FGSM.
 */
final class MaskingTrainee implements Trainee {
  static final double EPSILON = .2;
  private static final InputSpec INPUT = new InputSpec(List.of(1), 0, 1);

  private final Tensor weight = Scope.own(Tensors.of(new float[] {0}, 1));

  /** Samples just beside a half, all of class 0. */
  static Dataset data() {
    int n = 60;
    float[] values = new float[n];
    IntStream.range(0, n).forEach(i -> values[i] = .49f);
    return FloatDataset.of(
        new DatasetInfo("half", "train", INPUT, List.of("right", "wrong")), new int[n], values);
  }

  double value() {
    return weight.detached().floats()[0];
  }

  @Override
  public GradientModel view() {
    return new View();
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    return Scope.tensors(
        () -> {
          Tensor phase = x.minus(.5).times(2 * Math.PI / EPSILON);
          Tensor margin = Elementwise.cos(phase).minus(1).times(weight).plus(1);
          return Layout.concat(List.of(margin, Tensors.zerosLike(margin)), 1);
        });
  }

  @Override
  public Map<String, Tensor> weights() {
    return Map.of("w", weight);
  }

  @Override
  public Map<String, Tensor> trainable() {
    return Map.of("w", weight);
  }

  @Override
  public String architecture() {
    return "masking";
  }

  private final class View implements GradientModel {
    @Override
    public String name() {
      return "masking";
    }

    @Override
    public InputSpec input() {
      return INPUT;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public Declaration declares() {
      return Declaration.PLAIN;
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return Autograd.noGrad(() -> logitsOnTape(x, draws));
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      return MaskingTrainee.this.logits(x, new Pass(Mode.EVAL, draws));
    }
  }
}
