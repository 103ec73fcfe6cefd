package dev.redoubt.detect;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A fitted score at an operating point, as a stage of a pipeline.
 *
 * @param source the file that it comes from, for provenance
 * @param score how suspicious inputs are
 * @param point where it starts to reject
 * @param calibration number of samples that the point rests on
 * @param calibratedOn which they are
 * @param learntFrom the samples that it was fitted with
 * @param behind what stood before it meanwhile, in words
 * @param unit the difference of scores that weighs as much as 1 in the logits, positive
 * @param fittedFor digest of the classifier that it was fitted for
 */
public record Watcher(
    String source,
    Score score,
    OperatingPoint point,
    int calibration,
    SampleRange calibratedOn,
    SampleRange learntFrom,
    String behind,
    double unit,
    String fittedFor,
    InputSpec takes)
    implements Detector {
  /** The name of the stage. */
  public static final String NAME = "detect";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("detector", score.kind());
    settings.putAll(score.settings());
    settings.put("fpr", point.fpr());
    settings.put("fpr_low", point.low());
    settings.put("fpr_high", point.high());
    settings.put("threshold", point.threshold());
    settings.put("calibration_samples", calibration);
    settings.put("source", source);
    return settings;
  }

  /** Stages in words, by which it is told whether a detector stands where it was calibrated. */
  public static String surroundings(List<? extends Stage> stages) {
    return stages.stream()
        .map(stage -> stage.name() + stage.settings())
        .collect(Collectors.joining(" | "));
  }

  /**
   * Whether its operating point was set among such stages. Elsewhere scores of clean inputs are
   * others, and so is the false-positive rate.
   *
   * @param stages of the whole pipeline, with this one
   */
  public boolean isCalibratedIn(List<Stage> stages) {
    int place = stages.indexOf(this);
    List<Stage> before =
        stages.subList(0, place).stream().filter(stage -> !(stage instanceof Watcher)).toList();
    return surroundings(before).equals(behind)
        && stages.subList(place, stages.size()).stream().allMatch(Watcher.class::isInstance);
  }

  /** A sentence, if some samples set its threshold or taught it, and so are no fair test of it. */
  public Optional<String> overlap(Dataset dataset) {
    int set = calibratedOn.shared(dataset);
    int taught = learntFrom.shared(dataset);
    if (set + taught == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s of these samples, so that it looks better here than it is; redoubt detect test leaves such samples out.",
            set > 0
                ? String.format(
                    Locale.ROOT, "Detector %s has its threshold from %,d", score.kind(), set)
                : String.format(
                    Locale.ROOT, "Detector %s has learnt from %,d", score.kind(), taught)));
  }

  @Override
  public double threshold() {
    return point.threshold();
  }

  @Override
  public Set<String> layers() {
    return score.layers();
  }

  @Override
  public int passes() {
    return score.passes();
  }

  /**
   * The same with another threshold: what an attacker aims at who wants to stay far below the one
   * that rejects.
   */
  public Watcher at(OperatingPoint other) {
    return new Watcher(
        source,
        score,
        other,
        calibration,
        calibratedOn,
        learntFrom,
        behind,
        unit,
        fittedFor,
        takes);
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), score.isRandom(), true);
  }

  @Override
  public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
    return score.of(seen, rest, x, draws);
  }
}
