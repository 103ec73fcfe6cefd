package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.threat.Fraction;

/** The length of one step of an iterative attack, measured in the norm of the threat model. */
public sealed interface StepSize {
  /** The length at this budget. */
  double at(double epsilon);

  /** The step for a budget {@code factor} times as large, so that it goes as far in it. */
  StepSize scaled(double factor);

  /** The same length at every budget. */
  record Absolute(double size) implements StepSize {
    /** Checks the size. */
    public Absolute {
      positive(size);
    }

    @Override
    public double at(double epsilon) {
      return size;
    }

    @Override
    public StepSize scaled(double factor) {
      return new Absolute(size * factor);
    }

    @Override
    public String toString() {
      return Double.toString(size);
    }
  }

  /** A share of the budget. */
  record OfEpsilon(double factor) implements StepSize {
    /** Checks the factor. */
    public OfEpsilon {
      positive(factor);
    }

    @Override
    public double at(double epsilon) {
      return factor * epsilon;
    }

    @Override
    public StepSize scaled(double budget) {
      return this;
    }

    @Override
    public String toString() {
      return factor + " epsilon";
    }
  }

  /**
   * Reads a length in pixel space, such as {@code 0.01} or {@code 2/255}.
   *
   * @throws BadInputException if it is no positive number
   */
  static StepSize parse(String text) {
    return new Absolute(Fraction.parse("step size", text));
  }

  private static void positive(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new BadInputException("step size must be positive and finite, not " + value);
    }
  }
}
