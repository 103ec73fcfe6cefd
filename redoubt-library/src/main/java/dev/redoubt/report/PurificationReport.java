package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.trial.Outcome;
import dev.redoubt.purify.trial.PurificationPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a purifying defence is worth against attackers who know less and more of it.
 *
 * @param provenance how the report was made
 * @param data the samples
 * @param threat what attackers may do
 * @param model the classifier without the defence
 * @param stages of the defence, in the order in which inputs pass through them
 * @param random whether classifier or defence is: else one look decides, and all columns agree
 * @param attack that every attacker has run
 * @param settings of the attack
 * @param draws over which those who know of the defence average at each look
 * @param votes of the deployed defence on each candidate
 * @param resubmissions of one candidate that were estimated
 * @param attackers in the order in which they were run
 * @param notes what a reader has to know besides
 * @param strips samples on their way through the stages; may be empty
 */
public record PurificationReport(
    Provenance provenance,
    DataSummary data,
    ThreatSummary threat,
    ModelIdentity model,
    @JsonProperty("defence") List<StageSummary> stages,
    boolean random,
    String attack,
    Map<String, Object> settings,
    int draws,
    int votes,
    int resubmissions,
    List<PurificationResult> attackers,
    List<String> notes,
    @JsonIgnore List<StageStrip> strips) {
  /** Copies, and keeps the order. */
  public PurificationReport {
    stages = List.copyOf(stages);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    attackers = List.copyOf(attackers);
    notes = List.copyOf(notes);
    strips = List.copyOf(strips);
  }

  /**
   * From what attackers have reached.
   *
   * @param pipeline the classifier with its defence
   * @param strips samples on their way through the stages; may be empty
   */
  public static PurificationReport of(
      Provenance provenance,
      DataSummary data,
      ThreatSummary threat,
      ModelIdentity model,
      Pipeline pipeline,
      PurificationPlan plan,
      List<Outcome> outcomes,
      List<StageStrip> strips) {
    List<PurificationResult> attackers =
        outcomes.stream()
            .map(outcome -> PurificationResult.of(outcome, plan.resubmissions()))
            .toList();
    return new PurificationReport(
        provenance,
        data,
        threat,
        model,
        pipeline.stages().stream().map(StageSummary::of).toList(),
        pipeline.isRandom(),
        plan.attack().name(),
        plan.attack().settings(),
        PurificationNotes.adaptive(attackers).draws(),
        plan.votes(),
        plan.resubmissions(),
        attackers,
        PurificationNotes.of(pipeline, plan, attackers),
        strips);
  }
}
