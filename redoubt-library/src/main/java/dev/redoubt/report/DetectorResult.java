package dev.redoubt.report;

import dev.redoubt.detect.Watcher;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a detector is worth, judged jointly with the classifier: an adversarial input counts as
 * handled when it is rejected or classified rightly, and a clean one that is rejected as lost.
 *
 * @param title how the report calls it
 * @param kind of detector
 * @param settings by name, in the order to be shown
 * @param sha256 of its file
 * @param fpr the false-positive rate that was asked for
 * @param fprLow lower end of the 95 % interval that its calibration allows
 * @param fprHigh upper end
 * @param calibrationSamples that it rests on
 * @param cleanRejected share of the clean samples that it rejects here
 * @param cleanAccuracy share that is classified rightly and accepted
 * @param robustAccuracyOblivious share that attackers who know nothing of it can't change
 * @param robustAccuracy share that attackers who know it can't change
 * @param separations by attack, the adaptive one last
 * @param passes forward passes of the classifier that its score costs, besides the one that
 *     classifies
 * @param forwards forward passes of the attacks, in samples
 * @param backwards backward passes
 * @param seconds that its attacks took
 * @param notes what a reader of the numbers has to know
 */
public record DetectorResult(
    String title,
    String kind,
    Map<String, Object> settings,
    String sha256,
    double fpr,
    double fprLow,
    double fprHigh,
    int calibrationSamples,
    double cleanRejected,
    double cleanAccuracy,
    double robustAccuracyOblivious,
    double robustAccuracy,
    List<Separation> separations,
    int passes,
    long forwards,
    long backwards,
    double seconds,
    List<String> notes) {
  /** Copies, and keeps the order. */
  public DetectorResult {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    separations = List.copyOf(separations);
    notes = List.copyOf(notes);
  }

  /**
   * From an evaluation at the operating point.
   *
   * @param title how the report calls it
   * @param sha256 of its file
   * @param pipeline the model behind it
   */
  public static DetectorResult of(
      String title,
      String sha256,
      Watcher watcher,
      Pipeline pipeline,
      Evaluation evaluation,
      List<Separation> separations) {
    Tally total = evaluation.total();
    boolean known = watcher.isCalibratedIn(pipeline.stages());
    List<String> notes = new ArrayList<>(DefenceNotes.of(pipeline, evaluation));
    evaluation.flags().forEach(flag -> notes.add(flag.finding() + " " + flag.advice()));
    return new DetectorResult(
        title,
        watcher.score().kind(),
        watcher.score().settings(),
        sha256,
        watcher.point().fpr(),
        known ? watcher.point().low() : Double.NaN,
        known ? watcher.point().high() : Double.NaN,
        watcher.calibration(),
        evaluation.cleanRejected(),
        evaluation.cleanAccuracy(),
        evaluation.obliviousAccuracy().orElse(Double.NaN),
        evaluation.robustAccuracy(),
        separations,
        watcher.passes(),
        total.forwards(),
        total.backwards(),
        total.seconds(),
        notes);
  }
}
