package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.pipeline.Pipeline;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a model, and how robust it seems to an attacker who does not know of it.
 *
 * @param robustAccuracyOblivious share of all samples, in [0, 1], that are still classified
 *     correctly after all attackers who don't know of the defence; null if there were none
 * @param cleanRejected share of the clean samples, in [0, 1], that are rejected; null if nothing
 *     rejects
 * @param stages in the order in which inputs pass through them
 * @param strips samples on their way through the stages; may be empty
 */
public record DefenceResult(
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double robustAccuracyOblivious,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double cleanRejected,
    @JsonProperty("defence") List<StageSummary> stages,
    @JsonIgnore List<StageStrip> strips) {
  private static final int MOST_NAMES = 3;

  /** Copies. */
  public DefenceResult {
    stages = List.copyOf(stages);
    strips = List.copyOf(strips);
  }

  /** Of a defence that rejects nothing. */
  public DefenceResult(
      @Nullable Double robustAccuracyOblivious,
      List<StageSummary> stages,
      List<StageStrip> strips) {
    this(robustAccuracyOblivious, null, stages, strips);
  }

  /** The defence of a pipeline; null if it has none. */
  static @Nullable DefenceResult of(
      Pipeline pipeline, Evaluation evaluation, List<StageStrip> strips) {
    return pipeline.isDefended()
        ? new DefenceResult(
            evaluation.obliviousAccuracy().orElse(null),
            pipeline.rejects() ? evaluation.cleanRejected() : null,
            pipeline.stages().stream().map(StageSummary::of).toList(),
            strips)
        : null;
  }

  /** The stages in short: {@code jpeg and median}, or how many there are. */
  public String words() {
    return words(stages);
  }

  /** Some stages in short. */
  static String words(List<StageSummary> stages) {
    if (stages.size() > MOST_NAMES) {
      return stages.size() + " stages";
    }
    return stages.stream().map(StageSummary::name).collect(Collectors.joining(" and "));
  }
}
