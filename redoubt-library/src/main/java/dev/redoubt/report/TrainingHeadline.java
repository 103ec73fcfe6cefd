package dev.redoubt.report;

import dev.redoubt.train.EpochSummary;
import java.util.Map;
import java.util.stream.Collectors;

/** A training run in one sentence: what was trained, and what came out. */
final class TrainingHeadline {
  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("pgd", "PGD"),
          Map.entry("trades", "TRADES"),
          Map.entry("mart", "MART"),
          Map.entry("fgsm", "FGSM"),
          Map.entry("fgsm-rs", "FGSM-RS"),
          Map.entry("n-fgsm", "N-FGSM"),
          Map.entry("gaussian", "Gaussian"),
          Map.entry("uniform", "uniform-noise"),
          Map.entry("smoothadv", "SmoothAdv"),
          Map.entry("macer", "MACER"));

  private TrainingHeadline() {}

  /** The sentence, for example {@code On 1,744 road-sign training images, 20 epochs …}. */
  static String of(TrainingReport report) {
    int epochs = report.history().size();
    String against =
        report.threats().isEmpty()
            ? ""
            : " against "
                + report.threats().stream()
                    .map(Headline::budget)
                    .collect(Collectors.joining(" and "));
    return "On "
        + trainedOn(report)
        + ", "
        + Numbers.count(epochs)
        + (epochs == 1 ? " epoch of " : " epochs of ")
        + METHODS.getOrDefault(report.method(), report.method())
        + " training"
        + against
        + report
            .kept()
            .map(kept -> " made " + report.model().name() + outcome(report, kept))
            .orElse(" delivered nothing")
        + ".";
  }

  /** The samples that were learnt from, in words. */
  static String trainedOn(TrainingReport report) {
    return Headline.learntFrom(report.data(), report.heldOut());
  }

  private static String outcome(TrainingReport report, EpochSummary kept) {
    if (Double.isNaN(kept.cleanAccuracy())) {
      return ", whose accuracy was not measured, for no samples were held out";
    }
    return ", which gets "
        + Numbers.percent(kept.cleanAccuracy())
        + " of the "
        + Numbers.count(report.heldOut())
        + " held-out samples right"
        + also(kept.noisyAccuracy(), "under noise")
        + also(kept.robustAccuracy(), "under a short attack")
        + (kept.collapsed() ? ", and has overfitted to the attack that it was trained with" : "");
  }

  private static String also(double share, String when) {
    return Double.isNaN(share) ? "" : ", " + Numbers.percent(share) + " " + when;
  }
}
