package dev.redoubt.report;

import dev.redoubt.train.EpochSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A training run's numbers as text, ready for the template.
 *
 * @param delivered whether any weights were
 * @param colour index of the colour of its accuracies: the warning colour if training had collapsed
 * @param measures accuracies of the delivered weights on the held-out samples
 * @param nothing what to say if there are none
 * @param run what the run took
 * @param epochs the rows of the table
 * @param has what there is to show at all
 */
record TrainingView(
    String samples,
    String heldOut,
    boolean delivered,
    int colour,
    List<Measure> measures,
    String nothing,
    List<Setting> run,
    List<EpochRow> epochs,
    List<Setting> settings,
    Has has) {

  /** An epoch; what was not measured is a dash. */
  record EpochRow(
      String epoch,
      String loss,
      String clean,
      String robust,
      String noisy,
      String fgsm,
      String pgd,
      String cosine,
      String budget,
      String rate,
      String objective,
      String seconds,
      boolean delivered,
      boolean collapsed) {}

  /**
   * What was measured in any epoch.
   *
   * @param curves whether there are two epochs to draw a line between
   * @param warmup whether the budget was not the full one all the time
   * @param objectives whether there was more than one objective
   */
  record Has(
      boolean curves,
      boolean loss,
      boolean clean,
      boolean robust,
      boolean noisy,
      boolean signs,
      boolean warmup,
      boolean objectives) {
    static Has of(List<EpochSummary> history) {
      return new Has(
          history.size() > 1,
          any(history, EpochSummary::loss),
          any(history, EpochSummary::cleanAccuracy),
          any(history, EpochSummary::robustAccuracy),
          any(history, EpochSummary::noisyAccuracy),
          any(history, epoch -> epoch.signs().pgdAccuracy()),
          history.stream()
              .mapToDouble(EpochSummary::epsilonFactor)
              .anyMatch(factor -> Double.isFinite(factor) && factor != 1),
          history.stream().map(EpochSummary::objective).distinct().count() > 1);
    }

    private static boolean any(
        List<EpochSummary> history, ToDoubleFunction<EpochSummary> measured) {
      return history.stream().mapToDouble(measured).anyMatch(Double::isFinite);
    }
  }

  static TrainingView of(TrainingReport report) {
    return new TrainingView(
        TrainingHeadline.trainedOn(report),
        Numbers.count(report.heldOut()),
        report.kept().isPresent(),
        report.kept().filter(EpochSummary::collapsed).isPresent() ? 0 : 1,
        report.kept().map(kept -> measures(kept, report.heldOut())).orElse(List.of()),
        report.kept().isPresent()
            ? "No samples were held out, so no accuracy was measured."
            : "No weights were delivered.",
        run(report),
        report.history().stream().map(epoch -> row(epoch, report.keptEpoch())).toList(),
        Setting.of(report.settings()),
        Has.of(report.history()));
  }

  private static List<Measure> measures(EpochSummary kept, int heldOut) {
    List<Measure> measures = new ArrayList<>();
    measure("no attack", kept.cleanAccuracy(), heldOut, false).ifPresent(measures::add);
    measure("under noise", kept.noisyAccuracy(), heldOut, true).ifPresent(measures::add);
    measure("under a short attack", kept.robustAccuracy(), heldOut, true).ifPresent(measures::add);
    return measures;
  }

  private static Optional<Measure> measure(String what, double share, int n, boolean strong) {
    return Double.isFinite(share)
        ? Optional.of(new Measure(what, ModelView.Share.of(share, n), strong))
        : Optional.empty();
  }

  private static List<Setting> run(TrainingReport report) {
    int epochs = report.history().size();
    List<Setting> run = new ArrayList<>();
    run.add(new Setting("epochs", Numbers.count(epochs)));
    run.add(
        new Setting(
            "delivered",
            report.kept().isEmpty() ? "nothing" : "epoch " + Numbers.count(report.keptEpoch())));
    run.add(new Setting("time", Numbers.duration(report.seconds())));
    if (epochs > 1) {
      double sum = report.history().stream().mapToDouble(EpochSummary::seconds).sum();
      run.add(new Setting("time an epoch", Numbers.duration(sum / epochs)));
    }
    return run;
  }

  private static EpochRow row(EpochSummary e, int kept) {
    return new EpochRow(
        Numbers.count(e.epoch()),
        Numbers.number(e.loss()),
        Numbers.percent(e.cleanAccuracy()),
        Numbers.percent(e.robustAccuracy()),
        Numbers.percent(e.noisyAccuracy()),
        Numbers.percent(e.signs().fgsmAccuracy()),
        Numbers.percent(e.signs().pgdAccuracy()),
        Numbers.cosine(e.signs().gradientCosine()),
        Numbers.percent(e.epsilonFactor()),
        Numbers.number(e.learningRate()),
        e.objective(),
        Numbers.duration(e.seconds()),
        e.epoch() == kept,
        e.collapsed());
  }
}
