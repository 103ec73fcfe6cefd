package dev.redoubt.certify.analysis;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.Certified;

/**
 * A line of a log of Cohen et al.
 *
 * @param idx index of the input
 * @param label its class
 * @param predict the class that is certified, {@link Certificate#ABSTAIN} if none is
 * @param radius as the log has it, not negative; 0 if none is certified
 * @param seconds of work on this input
 */
public record CohenLine(long idx, int label, int predict, double radius, double seconds)
    implements Certified {
  /** The line for a certificate. */
  public static CohenLine of(Certificate c) {
    return new CohenLine(c.id(), c.label(), c.prediction(), c.radius(), c.seconds());
  }

  @Override
  public boolean correct() {
    return label == predict;
  }

  @Override
  public boolean abstains() {
    return predict == Certificate.ABSTAIN;
  }

  /** The line as the reference prints it, without its end. */
  @Override
  public String toString() {
    return String.join(
        "\t",
        String.valueOf(idx),
        String.valueOf(label),
        String.valueOf(predict),
        PythonText.threeDigits(radius),
        correct() ? "1" : "0",
        PythonText.duration(seconds));
  }
}
