package dev.redoubt.attack;

import dev.redoubt.attack.probe.GradientFilter;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.attack.probe.SeparableFilter;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.ThreatModel;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A {@link Probe} at work in one search.
 *
 * @param ahead what the velocity is multiplied with to look ahead
 * @param filter all filters in one
 */
record Probing(Probe probe, GradientModel view, double ahead, Optional<SeparableFilter> filter) {
  static Probing of(Pgd pgd, GradientModel view, ThreatModel threat) {
    Probe probe = pgd.probe();
    InputSpec input = view.input();
    double ahead =
        probe.nesterov()
            ? pgd.stepSize().at(threat.epsilon()) * pgd.momentum() * fullStep(threat, input)
            : 0;
    Optional<SeparableFilter> filter =
        probe.filters().isEmpty()
            ? Optional.empty()
            : Optional.of(
                GradientFilter.over(probe.filters(), input.shape().get(1), input.shape().get(2)));
    return new Probing(probe, view, ahead, filter);
  }

  /**
   * Makes a step of length 1 of a velocity of L1 norm 1 with equal entries. For Linf that is the
   * number of features: NI-FGSM as its authors run it divides gradients by their mean size rather
   * than by their L1 norm, without which it would not look ahead by anything that counts.
   */
  private static double fullStep(ThreatModel threat, InputSpec input) {
    int features = input.features();
    return Scope.value(
        () -> features / threat.norm().of(Tensors.full(1, DType.FLOAT64, 1, features)).item());
  }

  /**
   * Logits of the first look, and losses and gradient as the probe takes them.
   *
   * @param velocity the accumulated gradients, to look ahead along
   * @param objective from logits to what is to rise
   */
  LossGradient at(Tensor x, Tensor velocity, UnaryOperator<Tensor> objective, Draws draws) {
    if (probe.isPlain()) {
      return LossGradient.at(view, x, objective, draws, 1);
    }
    return Scope.tensors(
        () -> {
          Tensor point = probe.nesterov() ? x.plus(ahead, velocity) : x;
          LossGradient first = copy(0, point, objective, draws);
          LossGradient sum =
              Scope.loop(
                  first,
                  probe.scales() - 1,
                  done -> false,
                  (i, before) -> added(before, copy(i + 1, point, objective, draws)));
          int copies = probe.scales();
          Tensor gradient = sum.gradient().dividedBy(copies);
          return new LossGradient(
              first.logits(),
              sum.losses().dividedBy(copies),
              filter.map(smooth -> smooth.apply(gradient)).orElse(gradient));
        });
  }

  private LossGradient copy(
      int number, Tensor point, UnaryOperator<Tensor> objective, Draws draws) {
    Draws keyed = probe.scales() == 1 ? draws : draws.of("scale-" + number);
    double scale = Math.scalb(1.0, -number);
    return LossGradient.through(view, point, leaf -> changed(leaf, scale, keyed), objective, keyed);
  }

  private Tensor changed(Tensor leaf, double scale, Draws draws) {
    Tensor scaled = scale == 1 ? leaf : leaf.times(scale);
    return probe
        .diversity()
        .map(changes -> changes.apply(scaled, view.input().low(), draws.of("diversity")))
        .orElse(scaled);
  }

  private static LossGradient added(LossGradient sum, LossGradient next) {
    return new LossGradient(
        sum.logits(), sum.losses().plus(next.losses()), sum.gradient().plus(next.gradient()));
  }
}
