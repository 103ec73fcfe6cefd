package dev.redoubt.model.spec;

/**
 * An input that violates a specification, or is said to.
 *
 * @param x the input, in the box as written without any tolerance
 * @param y what the network gives for it in 32-bit arithmetic
 * @param attack what found it; {@code start} for where attacks start
 * @param fragile whether it hangs on rounding: 64-bit arithmetic finds no violation there
 */
@SuppressWarnings("ArrayRecordComponent") // values to be written, never compared
public record Counterexample(double[] x, double[] y, String attack, boolean fragile) {
  /**
   * As VNN-COMP wants it (Brix et al. 2023, "First three years of the international verification of
   * neural networks competition"): {@code ((X_0 v) … (Y_0 v) …)}, one pair a line.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    append(text, "X_", x);
    append(text, "Y_", y);
    return "(" + text.substring(1) + ")\n";
  }

  private static void append(StringBuilder text, String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      text.append("\n(").append(name).append(i).append(' ').append(values[i]).append(')');
    }
  }
}
