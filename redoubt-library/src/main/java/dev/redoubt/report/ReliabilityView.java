package dev.redoubt.report;

import dev.redoubt.audit.measure.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One side of a reliability diagram (Niculescu-Mizil and Caruana 2005): accuracy by confidence, on
 * a field of 100 by 100 with the origin at the lower left.
 *
 * @param colour index of its colour
 * @param error expected calibration error
 * @param confidence the mean
 * @param accuracy share of right predictions
 * @param summary how the two compare
 */
record ReliabilityView(
    String title,
    int colour,
    String error,
    String confidence,
    String accuracy,
    String summary,
    List<Bar> bars) {
  /** A difference of mean confidence and accuracy that is worth a word. */
  private static final double NOTABLE = .05;

  /**
   * A bin that has samples.
   *
   * @param x left edge of the bar
   * @param y its upper edge, downwards from the top
   * @param mark mean confidence, downwards from the top
   */
  record Bar(
      String x,
      String y,
      String width,
      String height,
      String mark,
      String range,
      String samples,
      String confidence,
      String accuracy) {}

  static List<ReliabilityView> of(Calibration calibration) {
    return List.of(
        side("No attack", 1, calibration.clean()), side("Under attack", 0, calibration.attacked()));
  }

  private static ReliabilityView side(String title, int colour, Calibration.Side side) {
    List<Bar> bars = new ArrayList<>();
    int n = side.bins().size();
    for (int i = 0; i < n; i++) {
      if (side.bins().get(i).samples() > 0) {
        bars.add(bar(side.bins().get(i), i, n));
      }
    }
    return new ReliabilityView(
        title,
        colour,
        Numbers.percent(side.expectedError()),
        Numbers.percent(side.confidence()),
        Numbers.percent(side.accuracy()),
        summary(side.confidence() - side.accuracy()),
        List.copyOf(bars));
  }

  private static String summary(double excess) {
    if (Double.isNaN(excess)) {
      return "Nothing is known of its confidence.";
    }
    if (Math.abs(excess) < NOTABLE) {
      return "On average as sure as it should be.";
    }
    return excess > 0
        ? "Surer than it should be, by " + Numbers.points(excess) + " on average."
        : "Less sure than it could be, by " + Numbers.points(-excess) + " on average.";
  }

  private static Bar bar(Calibration.Bin bin, int index, int bins) {
    return new Bar(
        place((index + .1) / bins),
        place(1 - bin.accuracy()),
        place(.8 / bins),
        place(bin.accuracy()),
        place(1 - bin.confidence()),
        Numbers.interval((double) index / bins, (index + 1.0) / bins),
        Numbers.count(bin.samples()),
        Numbers.percent(bin.confidence()),
        Numbers.percent(bin.accuracy()));
  }

  private static String place(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
