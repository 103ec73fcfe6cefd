package dev.redoubt.audit;

import java.util.List;

/**
 * Robust accuracy along epsilon, each point measured by a run of its own.
 *
 * @param attack what was run
 * @param samples the first so many
 * @param points ascending in epsilon, 0 first
 */
public record Curve(String attack, int samples, List<Point> points) {
  /** Copies. */
  public Curve {
    points = List.copyOf(points);
  }

  /**
   * One budget.
   *
   * @param epsilon in the norm of the threat; infinite for the whole range of inputs
   * @param robustAccuracy share of the samples, in [0, 1]
   */
  public record Point(double epsilon, double robustAccuracy) {}
}
