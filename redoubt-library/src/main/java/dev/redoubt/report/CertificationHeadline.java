package dev.redoubt.report;

import dev.redoubt.certify.analysis.CertifiedAccuracy;
import java.util.List;

/** Certification in one sentence. */
final class CertificationHeadline {
  private CertificationHeadline() {}

  /**
   * The sentence: the smallest radius that was asked for, and the largest at which anything is
   * left. For example {@code On 500 MNIST test images, 82.4 % are proven to keep their right class
   * under every change shorter than 0.25 (l2); 41.2 % under every one shorter than 1.}
   */
  static String of(CertificationReport report) {
    String norm = report.procedure().norm();
    List<CertifiedAccuracy> positive =
        report.certifiedAccuracy().stream().filter(at -> at.radius() > 0).toList();
    String on = "On " + Headline.samples(report.data()) + ", ";
    if (positive.isEmpty()) {
      double right = report.analysis().at(0).certifiedAccuracy();
      return on + share(right) + " proven to be classified right by the smoothed classifier.";
    }
    CertifiedAccuracy first = positive.get(0);
    StringBuilder sentence =
        new StringBuilder(on)
            .append(share(first.certifiedAccuracy()))
            .append(" proven to keep their right class under every change ")
            .append(RadiusWords.within(norm, first.radius()))
            .append(RadiusWords.counts(norm) ? "" : " (" + norm + ")");
    positive.stream()
        .filter(at -> at.certifiedAccuracy() > 0 && at.radius() > first.radius())
        .reduce((nearer, farther) -> farther)
        .ifPresent(
            last ->
                sentence
                    .append("; ")
                    .append(Numbers.percent(last.certifiedAccuracy()))
                    .append(" under every one ")
                    .append(RadiusWords.within(norm, last.radius())));
    return sentence.append('.').toString();
  }

  private static String share(double share) {
    return share == 0 ? "none is" : Numbers.percent(share) + " are";
  }
}
