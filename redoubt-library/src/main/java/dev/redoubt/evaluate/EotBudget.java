package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;

/**
 * How many draws of a random model an attacker averages over (EOT, Athalye et al. 2018). The
 * cascade runs with the first number of draws, then on what is left with twice as many, and so on
 * until a doubling moves robust accuracy by no more than the tolerance.
 *
 * @param first draws to begin with, at least 1
 * @param most draws that are never exceeded
 * @param tolerance share of all samples, in [0, 1)
 */
public record EotBudget(int first, int most, double tolerance) {
  /** One draw at each look, once. */
  public static final EotBudget SINGLE = new EotBudget(1, 1, 0);

  /** From 4 draws to 64, until a doubling moves robust accuracy by at most one point. */
  public static final EotBudget DOUBLING = new EotBudget(4, 64, 0.01);

  /** Checks. */
  public EotBudget {
    if (first < 1 || most < first) {
      throw new BadInputException(
          "draws must be at least 1, and the most no fewer than the first, not %d and %d"
              .formatted(first, most));
    }
    if (!(tolerance >= 0 && tolerance < 1)) {
      throw new BadInputException(
          "the tolerance of robust accuracy must lie in [0, 1), not be " + tolerance);
    }
  }

  /** Always so many draws, without doubling. */
  public static EotBudget of(int draws) {
    return new EotBudget(draws, draws, 0);
  }

  /** Whether twice as many draws are allowed. */
  boolean allowsTwice(int draws) {
    return draws <= most / 2;
  }
}
