package dev.redoubt.attack.fab;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;

/** For each row, all hyperplanes with the same normal w. */
interface Hyperplanes {
  /**
   * The shortest δ of each row that takes {@code x} to a hyperplane and keeps it in the input
   * domain: {@code w·δ = rise} and {@code low ≤ x + δ ≤ high}, up to rounding. Where the domain
   * ends before the hyperplane, every feature goes to the bound on its side; where w is zero or the
   * rise is, δ is zero. Features with a zero in w stay.
   *
   * @param x points of the domain, {@code [n, features]}
   * @param rise how much {@code w·x} is to rise, of either sign, {@code [n]}
   */
  Tensor shift(Tensor x, Tensor rise);

  /**
   * How far each feature can go: to the upper bound where it goes up, to the lower where it goes
   * down. Computed without a choice by element, which would take longer than all the rest.
   *
   * @param forward 1 where the feature goes up, -1 where it goes down
   */
  static Tensor room(Tensor x, Tensor forward, InputDomain domain) {
    double middle = (domain.low() + domain.high()) / 2;
    Tensor half = Tensors.full(domain.high() - middle, x.dtype()).like(x);
    return half.plus(-1, forward.times(x.minus(middle)));
  }
}
