package dev.redoubt.threat;

import dev.redoubt.Suggestion;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * A way to measure perturbations, with all the geometry that attacks need of it. Perturbations are
 * batches {@code [n, ...]}; every statement is about each sample by itself.
 */
public sealed interface Norm permits Linf, L2, L1, L0 {
  /** All norms. */
  static List<Norm> all() {
    return List.of(new Linf(), new L2(), new L1(), new L0());
  }

  /** The name in threat specifications: {@code linf}, {@code l2}, {@code l1}, {@code l0}. */
  String name();

  /** The norm of each sample, {@code [n]}, in the element type of {@code delta}. */
  Tensor of(Tensor delta);

  /** The dual norm of each sample, {@code [n]}: the largest g·δ over all δ of norm at most 1. */
  Tensor dual(Tensor gradient);

  /**
   * The δ of norm at most {@code radius} with the largest g·δ, for each sample g; zero where g is
   * zero. Linf: radius·sign(g). L2: radius·g/‖g‖₂. L1: ±radius at the largest |g|. L0: has no
   * largest; the step of greatest rise for coordinates bounded by 1 each, ⌊radius⌋ of them.
   */
  Tensor steepestAscent(Tensor gradient, double radius);

  /**
   * {@code gradient} itself, scaled to the Euclidean length of {@link #steepestAscent}: as far, but
   * straight, so that to first order nothing changes whose gradient is orthogonal to it.
   */
  default Tensor straightAscent(Tensor gradient, double radius) {
    Tensor length = Reductions.l2PerSample(steepestAscent(gradient, radius));
    return new L2().steepestAscent(gradient, 1).times(Layout.perSample(length, gradient));
  }

  /** The nearest δ (in L2) of norm at most {@code epsilon}. */
  Tensor project(Tensor delta, double epsilon);

  /**
   * The nearest δ (in L2) of norm at most {@code epsilon} of its own row.
   *
   * @param epsilon {@code [n]}, at least 0; may be infinite
   */
  Tensor project(Tensor delta, Tensor epsilon);

  /** All points that the attacker may reach from {@code center}. */
  Ball ball(Tensor center, double epsilon, InputDomain domain);

  /** A δ drawn from the ball of radius {@code epsilon}: uniform for Linf, L2 and L1. */
  Tensor random(Tensor like, double epsilon, Draws draws);

  /**
   * A δ of norm 1 for each sample, as starting points are drawn (Croce and Hein 2020): uniform
   * values scaled to the largest for Linf, Gaussian ones scaled by their norm for L2 and L1, a
   * single feature for L0.
   */
  Tensor randomDirection(Tensor like, Draws draws);

  /** {@code delta / ‖delta‖} for each sample; zero stays zero. */
  default Tensor scaledToOne(Tensor delta) {
    return delta.dividedBy(Layout.perSample(Elementwise.atLeast(of(delta), 1e-30), delta));
  }

  /** {@code ‖a - b‖} of each sample, {@code [n]}. */
  default Tensor distance(Tensor a, Tensor b) {
    return of(a.minus(b));
  }

  /**
   * The norm with this name.
   *
   * @throws dev.redoubt.BadInputException if there is none
   */
  static Norm named(String name) {
    return all().stream()
        .filter(norm -> norm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Suggestion.unknown("norm", name, all().stream().map(Norm::name).toList()));
  }
}
