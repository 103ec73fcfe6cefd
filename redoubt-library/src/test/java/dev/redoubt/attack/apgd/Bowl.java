package dev.redoubt.attack.apgd;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Two classes whose margin is {@code -1 - Σ a_i (x_i - c_i)²}: never broken, with its maximum at c.
 * Remembers every point that it is asked at.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Bowl(double[] a, double[] c, List<double[]> asked) implements GradientModel {
  Bowl(double[] a, double[] c) {
    this(a, c, new ArrayList<>());
  }

  double margin(double[] x) {
    double sum = -1;
    for (int i = 0; i < a.length; i++) {
      sum -= a[i] * (x[i] - c[i]) * (x[i] - c[i]);
    }
    return sum;
  }

  double[] gradient(double[] x) {
    double[] gradient = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      gradient[i] = -2 * a[i] * (x[i] - c[i]);
    }
    return gradient;
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    asked.add(x.doubles());
    Tensor apart = x.minus(Tensors.of(c, 1, c.length).like(x));
    Tensor weighted = apart.times(apart).times(Tensors.of(a, 1, a.length).like(x));
    Tensor margin = Layout.reshape(Reductions.sum(weighted, 1).negated().minus(1), -1, 1);
    return Layout.concat(List.of(Tensors.zerosLike(margin), margin), 1);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> logitsOnTape(x, draws));
  }

  @Override
  public String name() {
    return "bowl";
  }

  @Override
  public InputSpec input() {
    return new InputSpec(List.of(a.length), 0, 1);
  }

  @Override
  public int classes() {
    return 2;
  }

  @Override
  public Declaration declares() {
    return Declaration.PLAIN;
  }
}
