package dev.redoubt.report;

import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Engine;
import dev.redoubt.train.EpochSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From an evaluation to what the report shows of it. */
public final class ModelResults {
  private ModelResults() {}

  /**
   * The result of one model.
   *
   * @param title how the report calls it
   * @param pipeline what was evaluated
   * @param strips samples on their way through its stages; may be empty
   * @param history the epochs that made it; empty if it was not trained in this run
   */
  public static ModelResult of(
      String title,
      ModelIdentity identity,
      Pipeline pipeline,
      Evaluation evaluation,
      List<GalleryItem> gallery,
      List<StageStrip> strips,
      List<EpochSummary> history) {
    Tally total = evaluation.total();
    EotRounds eot = EotRounds.of(pipeline, evaluation);
    return new ModelResult(
        title,
        identity,
        evaluation.samples(),
        evaluation.cleanAccuracy(),
        evaluation.robustAccuracy(),
        DefenceResult.of(pipeline, evaluation, strips),
        attacks(pipeline.isDefended() || pipeline.isRandom(), evaluation),
        eot,
        new Cost(
            total.forwards(), total.backwards(), total.seconds(), Engine.peakResidentBytes() / 1e6),
        Distances.of(evaluation),
        curve(evaluation),
        gallery,
        history,
        evaluation.flags(),
        notes(pipeline, evaluation, eot));
  }

  /**
   * The attacks of an evaluation.
   *
   * @param differ whether it matters who attacks
   */
  static List<AttackResult> attacks(boolean differ, Evaluation evaluation) {
    List<AttackResult> results = new ArrayList<>();
    for (int i = 0; i < evaluation.entries().size(); i++) {
      Entry entry = evaluation.entries().get(i);
      Tally tally = evaluation.attacks().get(i);
      results.add(
          new AttackResult(
              entry.name(),
              differ ? new Attacker(entry.attack().name(), entry.knowledge(), entry.draws()) : null,
              evaluation.robustAfterEach().get(i),
              tally.forwards(),
              tally.backwards(),
              tally.seconds(),
              entry.attack().settings()));
    }
    return results;
  }

  private static List<CurvePoint> curve(Evaluation evaluation) {
    List<CurvePoint> points = new ArrayList<>();
    int samples = evaluation.curveSamples();
    if (samples == 0) {
      return points;
    }
    long right =
        evaluation.outcomes().stream()
            .limit(samples)
            .filter(outcome -> outcome.cleanPrediction() == outcome.label())
            .count();
    points.add(new CurvePoint(0, (double) right / samples, samples));
    for (int i = 0; i < evaluation.plan().curve().size(); i++) {
      points.add(
          new CurvePoint(evaluation.plan().curve().get(i), evaluation.curve().get(i), samples));
    }
    return points;
  }

  private static List<String> notes(
      Pipeline pipeline, Evaluation evaluation, @Nullable EotRounds eot) {
    List<String> notes = new ArrayList<>(DefenceNotes.of(pipeline, evaluation));
    if (eot != null && eot.unsettled()) {
      notes.add(eot.sentence());
    }
    Distances distances = Distances.of(evaluation);
    if (distances != null) {
      notes.add(distances.sentence());
    }
    long fragile = evaluation.outcomes().stream().filter(SampleOutcome::fragile).count();
    if (fragile > 0) {
      notes.add(
          "%d of the witnesses are fragile: 64-bit arithmetic disagrees, so they can't refute a claim."
              .formatted(fragile));
    }
    return notes;
  }
}
