package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.detect.OperatingPoint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What a fitted detector says of itself on the terminal. */
final class DetectorSummary {
  private static final double[] RATES = {0.01, 0.05, 0.1};

  private DetectorSummary() {}

  static void print(PrintWriter out, DetectorFile file, Path place) {
    out.printf(
        Locale.ROOT,
        "Fitted %s on %s; calibrated on %s.%n",
        file.kind(),
        file.origin().get("data"),
        file.origin().get("calibration"));
    out.println("False positives   threshold      95 % interval of the true rate");
    for (double rate : RATES) {
      try {
        OperatingPoint point = file.calibration().at(rate);
        out.printf(
            Locale.ROOT,
            "%13.1f %%   %-12.6g   %.2f to %.2f %%%n",
            100 * rate,
            point.threshold(),
            100 * point.low(),
            100 * point.high());
      } catch (BadInputException e) {
        out.printf(Locale.ROOT, "%13.1f %%   %s%n", 100 * rate, e.getMessage());
      }
    }
    Object defence = file.origin().get("defence");
    String before = defence == null || defence.equals("none") ? "" : defence + " | ";
    out.printf("Wrote %s; use it as --defend \"%sdetect:%s@fpr=5%%\"%n", place, before, place);
  }
}
