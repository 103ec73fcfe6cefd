package dev.redoubt.report;

import dev.redoubt.evaluate.WilsonInterval;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The report on detectors as one self-contained page. */
final class DetectionPage {
  private DetectionPage() {}

  /**
   * What the charts draw.
   *
   * @param bars robust accuracies, one entry a detector
   * @param bare robust accuracy without detectors
   * @param roc curves, one entry a detector
   */
  record Charts(List<Bar> bars, double bare, List<Curves> roc) {
    static Curve curve(Separation separation) {
      return new Curve(
          separation.attack(),
          separation.adaptive(),
          separation.roc().stream().map(point -> List.of(point.fpr(), point.tpr())).toList());
    }
  }

  /** Robust accuracy with its 95 % interval, oblivious and adaptive. */
  record Bar(String title, Share oblivious, Share adaptive) {}

  /** A share and its interval. */
  record Share(double value, double low, double high) {
    static Share of(double value, int n) {
      WilsonInterval interval = WilsonInterval.of(value, n);
      return new Share(value, interval.low(), interval.high());
    }
  }

  /** The curves of one detector. */
  record Curves(String title, List<Curve> curves) {}

  /** One curve: pairs of false-positive and true-positive rate. */
  record Curve(String attack, boolean adaptive, List<List<Double>> corners) {}

  /** Renders the page. */
  static String render(DetectionReport report) throws IOException {
    DetectionView view = DetectionView.of(report);
    return HtmlPage.render(
        "detection-report",
        Map.of("report", report, "headline", view.headline(), "view", view),
        charts(report),
        "detection-report.js");
  }

  private static Charts charts(DetectionReport report) {
    int n = report.data().samples();
    return new Charts(
        report.detectors().stream()
            .map(
                d ->
                    new Bar(
                        d.title(),
                        Share.of(d.robustAccuracyOblivious(), n),
                        Share.of(d.robustAccuracy(), n)))
            .toList(),
        report.robustAccuracy(),
        report.detectors().stream()
            .map(d -> new Curves(d.title(), d.separations().stream().map(Charts::curve).toList()))
            .toList());
  }
}
