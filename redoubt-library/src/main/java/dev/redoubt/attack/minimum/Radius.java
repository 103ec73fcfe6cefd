package dev.redoubt.attack.minimum;

import dev.redoubt.threat.L0;
import dev.redoubt.threat.Norm;

/** How the radius of a row's ball changes with what a look at a point in it has shown. */
interface Radius {
  /** The radius before the first look. */
  double first();

  /** Whether {@link #missed} depends on the distance of the boundary. */
  boolean asksForTheBoundary();

  /**
   * The radius after a point that met the goal.
   *
   * @param rate γ
   * @param nearest distance of the nearest point that met it, this one included
   */
  double met(double radius, double rate, double nearest);

  /** The radius after a point that did not meet the goal, where another one has. */
  double lost(double radius, double rate);

  /**
   * The radius after a point that did not meet the goal, where none has.
   *
   * @param boundary distance of the boundary from the clean point by way of this point, to first
   *     order
   */
  double missed(double radius, double rate, double boundary);

  /** The rules for a norm (Pintor et al. 2021, algorithm 1, lines 6 to 10). */
  static Radius in(Norm norm) {
    return norm instanceof L0 ? new Count() : new Length();
  }

  /**
   * Of balls that have one size for each positive number. Beside the paper: as long as the goal has
   * not been met the radius is at least {@code 1 + γ} times what it was. For the estimate alone may
   * come ever nearer to the boundary from inside and never cross it, as it takes no account of what
   * the box cuts off. (The authors' code multiplies it by the size of the batch, more or less, for
   * it takes the loss of the whole batch.)
   */
  record Length() implements Radius {
    @Override
    public double first() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean asksForTheBoundary() {
      return true;
    }

    @Override
    public double met(double radius, double rate, double nearest) {
      return Math.min(radius * (1 - rate), nearest);
    }

    @Override
    public double lost(double radius, double rate) {
      return radius * (1 + rate);
    }

    @Override
    public double missed(double radius, double rate, double boundary) {
      if (Double.isInfinite(radius)) {
        return boundary;
      }
      double wider = lost(radius, rate);
      return boundary > wider ? boundary : wider; // wider also where there is no gradient
    }
  }

  /** Of balls that have whole sizes: at least one feature more or less. */
  record Count() implements Radius {
    @Override
    public double first() {
      return 1;
    }

    @Override
    public boolean asksForTheBoundary() {
      return false;
    }

    @Override
    public double met(double radius, double rate, double nearest) {
      double fewer = Math.min(radius - 1, Math.floor(radius * (1 - rate)));
      return Math.max(0, Math.min(fewer, nearest));
    }

    @Override
    public double lost(double radius, double rate) {
      return Math.max(radius + 1, Math.floor(radius * (1 + rate)));
    }

    @Override
    public double missed(double radius, double rate, double boundary) {
      return lost(radius, rate);
    }
  }
}
