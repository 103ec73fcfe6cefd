package dev.redoubt.detect;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A fitted score at an operating point, as a stage of a pipeline.
 *
 * @param source the file that it comes from, for provenance
 * @param score how suspicious inputs are
 * @param point where it starts to reject
 * @param calibration number of samples that the point rests on
 * @param calibratedOn which they are
 * @param unit the difference of scores that weighs as much as 1 in the logits, positive
 * @param fittedFor digest of the classifier that it was fitted for
 */
public record Watcher(
    String source,
    Score score,
    OperatingPoint point,
    int calibration,
    CalibrationData calibratedOn,
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

  /** A sentence, if some samples set its threshold and so are no fair test of it. */
  public Optional<String> overlap(Dataset dataset) {
    int shared = calibratedOn.shared(dataset);
    return shared == 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d samples set the threshold of detector %s, so that its false positives look as they should: take others (--limit, --offset).",
                shared,
                dataset.size(),
                score.kind()));
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
    return new Watcher(source, score, other, calibration, calibratedOn, unit, fittedFor, takes);
  }

  @Override
  public Watcher sparing() {
    return new Watcher(
        source, score.sparing(), point, calibration, calibratedOn, unit, fittedFor, takes);
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
