package dev.redoubt.report;

/** By how much a perturbation is magnified so that it can be seen. */
final class Magnification {
  private Magnification() {}

  /**
   * The largest factor that maps the perturbation into the range around mid-grey, rounded down to a
   * whole number, or to a tenth if it is under 10.
   */
  static double of(float[] clean, float[] adversarial) {
    double largest = 0;
    for (int i = 0; i < clean.length; i++) {
      largest = Math.max(largest, Math.abs(adversarial[i] - clean[i]));
    }
    double factor = 0.5 / largest + 1e-3;
    if (largest == 0 || factor < 1) {
      return 1;
    }
    return factor < 10 ? Math.floor(10 * factor) / 10 : Math.floor(factor);
  }
}
