package dev.redoubt.attack.minimum;

/** A quantity that falls along half a cosine (Loshchilov and Hutter 2017), without restarts. */
final class Annealing {
  private Annealing() {}

  /**
   * The value at a step.
   *
   * @param step 0, 1, …, of {@code steps}; the last value is reached after the last step
   */
  static double at(int step, int steps, double first, double last) {
    return last + (first - last) * (1 + Math.cos(Math.PI * step / steps)) / 2;
  }
}
