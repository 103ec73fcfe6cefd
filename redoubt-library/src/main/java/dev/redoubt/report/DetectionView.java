package dev.redoubt.report;

import java.util.Comparator;
import java.util.List;

/**
 * A report on detectors as text, ready for the template.
 *
 * @param headline in one sentence
 * @param samples in words
 * @param budget of the attacker in words
 * @param bareClean clean accuracy without detectors
 * @param bareRobust robust accuracy without detectors
 * @param rows one a detector
 */
record DetectionView(
    String headline,
    String samples,
    String budget,
    ModelView.Share bareClean,
    ModelView.Share bareRobust,
    List<Row> rows) {
  /** One detector. */
  record Row(
      String title,
      String settings,
      String sha256,
      String asked,
      String interval,
      String calibration,
      String rejected,
      ModelView.Share clean,
      ModelView.Share oblivious,
      ModelView.Share adaptive,
      String passes,
      String forwards,
      String backwards,
      String seconds,
      List<Line> separations) {}

  /** One attacker. */
  record Line(String attack, String inputs, String auc, String at1, String at5) {}

  static DetectionView of(DetectionReport report) {
    int n = report.data().samples();
    return new DetectionView(
        headline(report),
        Headline.samples(report.data()),
        Headline.budget(report.threat()),
        ModelView.Share.of(report.cleanAccuracy(), n),
        ModelView.Share.of(report.robustAccuracy(), n),
        report.detectors().stream().map(detector -> row(detector, n)).toList());
  }

  private static Row row(DetectorResult detector, int n) {
    return new Row(
        detector.title(),
        String.join(", ", Setting.of(detector.settings()).stream().map(Setting::toString).toList()),
        detector.sha256(),
        Numbers.percent(detector.fpr()),
        Numbers.interval(detector.fprLow(), detector.fprHigh()),
        Numbers.count(detector.calibrationSamples()),
        Numbers.percent(detector.cleanRejected()),
        ModelView.Share.of(detector.cleanAccuracy(), n),
        ModelView.Share.of(detector.robustAccuracyOblivious(), n),
        ModelView.Share.of(detector.robustAccuracy(), n),
        Numbers.count(detector.passes()),
        Numbers.count(detector.forwards()),
        Numbers.count(detector.backwards()),
        Numbers.duration(detector.seconds()),
        detector.separations().stream().map(DetectionView::line).toList());
  }

  private static Line line(Separation separation) {
    return new Line(
        separation.attack(),
        Numbers.count(separation.inputs()),
        Numbers.area(separation.auc()),
        Numbers.percent(separation.tprAt1()),
        Numbers.percent(separation.tprAt5()));
  }

  /** What is left of the one that is worth most. */
  private static String headline(DetectionReport report) {
    DetectorResult best =
        report.detectors().stream()
            .max(Comparator.comparingDouble(DetectorResult::robustAccuracy))
            .orElseThrow();
    boolean one = report.detectors().size() == 1;
    String subject =
        one
            ? "detector " + best.title()
            : "the best of %s detectors, %s,"
                .formatted(Numbers.count(report.detectors().size()), best.title());
    return "On %s, under %s, %s leaves %s %s robust to attackers who know it, and %s to those who do not; without a detector %s is left."
        .formatted(
            Headline.samples(report.data()),
            Headline.budget(report.threat()),
            subject,
            report.model().name(),
            Numbers.percent(best.robustAccuracy()),
            Numbers.percent(best.robustAccuracyOblivious()),
            report.robustAccuracy() > 0 ? Numbers.percent(report.robustAccuracy()) : "nothing");
  }
}
