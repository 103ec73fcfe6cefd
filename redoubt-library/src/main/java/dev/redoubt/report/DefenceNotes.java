package dev.redoubt.report;

import dev.redoubt.detect.OperatingPoint;
import dev.redoubt.detect.Watcher;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a reader has to know of the attacks on a defence: above all what they could not do. */
final class DefenceNotes {
  private static final String UPPER_BOUND =
      "Robust accuracy is an upper bound that a white-box attacker may undercut.";

  private DefenceNotes() {}

  /** The sentences that apply; none if there is no defence. */
  static List<String> of(Pipeline pipeline, Evaluation evaluation) {
    List<String> notes = new ArrayList<>();
    if (!pipeline.isDefended()) {
      return notes;
    }
    boolean oblivious =
        evaluation.entries().stream().anyMatch(e -> e.knowledge() == Knowledge.OBLIVIOUS);
    if (!oblivious) {
      notes.add(
          "All of these attacks ask for labels alone, and ask the defended model: there is no attacker here who knows less or more of the defence.");
    }
    notes.addAll(limits(pipeline, oblivious));
    if (pipeline.rejects()) {
      notes.add(
          "Rejected inputs: %s of the clean samples. A clean sample that is rejected counts as misclassified, an attack that is rejected as one that failed."
              .formatted(Numbers.percent(evaluation.cleanRejected())));
      pipeline.stages().stream()
          .filter(Watcher.class::isInstance)
          .forEach(stage -> notes.add(operatingPoint((Watcher) stage, pipeline.stages())));
      boolean joint =
          evaluation.entries().stream().anyMatch(e -> e.attack().needs() == RejectingModel.class);
      if (pipeline.classifier() instanceof GradientModel && !joint) {
        notes.add(
            "The attacks that treat class and rejection apart were not run, since none of those asked for uses gradients within a budget. "
                + UPPER_BOUND);
      }
    }
    return notes;
  }

  /**
   * What attackers can't do because of what classifier and stages are.
   *
   * @param looks whether their attacks look at more than labels
   */
  static List<String> limits(Pipeline pipeline, boolean looks) {
    List<String> notes = new ArrayList<>();
    blindness(pipeline, looks, notes);
    if (looks && !pipeline.classifier().input().equals(pipeline.input())) {
      notes.add(otherInputs(pipeline));
    }
    return notes;
  }

  /** What a detector was set to, and what its calibration lets one say of it. */
  private static String operatingPoint(Watcher watcher, List<Stage> stages) {
    if (!watcher.isCalibratedIn(stages)) {
      return "Detector %s was calibrated with %s around the classifier, not with what stands there now, so how much it rejects of clean inputs is not known but from the samples here."
          .formatted(
              watcher.score().kind(), watcher.behind().isEmpty() ? "nothing" : watcher.behind());
    }
    OperatingPoint point = watcher.point();
    return "Detector %s was set to reject %s of clean inputs on %s samples; by those alone, its true rate lies between %s."
        .formatted(
            watcher.score().kind(),
            Numbers.percent(point.fpr()),
            Numbers.count(watcher.calibration()),
            Numbers.interval(point.low(), point.high()).replace(" to ", " and "));
  }

  /** Why an attacker who knows everything still has no gradients. */
  private static void blindness(Pipeline pipeline, boolean adaptive, List<String> notes) {
    boolean gradients = pipeline.classifier() instanceof GradientModel;
    boolean scores = adaptive && pipeline.classifier() instanceof ScoreModel;
    String asks = scores ? "scores" : "labels";
    if (!gradients) {
      notes.add(
          "The classifier gives no gradients: the adaptive attack asks the whole pipeline for %s, and can't follow what the stages do to it. %s"
              .formatted(asks, UPPER_BOUND));
    }
    List<Stage> opaque = pipeline.opaque();
    if (gradients && adaptive && !opaque.isEmpty()) {
      notes.add(
          "%s neither a derivative nor a surrogate: the adaptive attack has no gradients through the pipeline, and asks it for %s. %s"
              .formatted(declare(opaque), asks, UPPER_BOUND));
    }
  }

  private static String declare(List<Stage> stages) {
    String names = stages.stream().map(Stage::name).collect(Collectors.joining(" and "));
    return stages.size() == 1 ? "Stage " + names + " declares" : "Stages " + names + " declare";
  }

  private static String otherInputs(Pipeline pipeline) {
    String start =
        "The classifier does not take the inputs that are attacked, but what the stages make of them: ";
    return start
        + (pipeline.classifier() instanceof GradientModel
            ? "attackers who know nothing of the stages differentiate the pipeline as it is, which may give zero."
            : "attackers who know nothing of the stages ask the whole pipeline all the same.");
  }
}
