package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.DetectorSpec;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.Calibration;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.detect.SampleRange;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.Scores;
import dev.redoubt.detect.Watcher;
import dev.redoubt.detect.fit.Contrast;
import dev.redoubt.detect.fit.ContrastMaker;
import dev.redoubt.detect.fit.Lessons;
import dev.redoubt.detect.fit.PreparedSamples;
import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.Layer;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.DifferentiableRest;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Fits one detector, with progress.
 *
 * @param maker of adversarial samples; empty if there are to be none
 */
record DetectorFitting(
    DetectorSpec wanted,
    OpenedModel opened,
    Optional<ContrastMaker> maker,
    CommonOptions common,
    Device device) {
  /** Learns from some samples, and calibrates on others. */
  DetectorFile fit(Dataset learnt, Dataset heldOut) {
    Rest classifier = rest(opened.model());
    wanted.check(layers());
    int both = SampleRange.of(heldOut).shared(learnt);
    if (both > 0) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%,d of the samples to learn from are to set the threshold as well: give other ones (--split, --limit, --calibration-split, --calibration-offset)",
              both));
    }
    List<Purifier> purifiers = PreparedSamples.purifiers(opened.pipeline().stages());
    Optional<Contrast> contrast =
        maker.map(own -> contrast(own, learnt).behind(purifiers, common.seed, device));
    Lessons lessons =
        new Lessons(
            classifier,
            layers(),
            opened.model().input(),
            opened.model().classes(),
            PreparedSamples.of(learnt, purifiers, common.seed, device),
            contrast,
            common.seed,
            device);
    Score score = learn(lessons);
    Dataset prepared = PreparedSamples.of(heldOut, purifiers, common.seed, device);
    Scores clean = scores(score, classifier, prepared);
    return new DetectorFile(
        score.kind(),
        score.state(),
        opened.classifierDigest(),
        opened.model().input(),
        new Calibration(clean.scores()),
        clean.unit(),
        origin(score, learnt, heldOut, contrast));
  }

  private static Rest rest(LabelModel model) {
    if (model instanceof GradientModel gradients) {
      return new DifferentiableRest(gradients);
    }
    if (model instanceof ScoreModel scores) {
      return scores::logits;
    }
    throw new BadInputException(
        "model %s gives labels alone, and detectors look at its logits or layers"
            .formatted(model.name()));
  }

  private List<Layer> layers() {
    return opened.model() instanceof FeatureModel features ? features.layers() : List.of();
  }

  private Contrast contrast(ContrastMaker own, Dataset learnt) {
    int size = Math.min(own.samples(), learnt.size());
    try (Progress bar = Progress.start("Attacking", "samples", size, common.quiet)) {
      GradientModel view = (GradientModel) opened.pipeline().adaptive(1);
      return own.make(view, learnt, common.seed, device, done -> bar.at(done, ""));
    }
  }

  private Score learn(Lessons lessons) {
    try (Progress bar = Progress.start("Learning", "steps", 1, common.quiet)) {
      Score score = wanted.fit(lessons);
      bar.at(1, "");
      return score;
    }
  }

  private Scores scores(Score score, Rest classifier, Dataset prepared) {
    try (Progress bar = Progress.start("Calibrating", "samples", prepared.size(), common.quiet)) {
      return Scores.of(score, classifier, prepared, common.seed, device, done -> bar.at(done, ""));
    }
  }

  private Map<String, Object> origin(
      Score score, Dataset learnt, Dataset heldOut, Optional<Contrast> contrast) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("detector", score.kind());
    origin.putAll(score.settings());
    origin.put("model", opened.model().name());
    origin.put("defence", opened.defence().spec());
    origin.put("data", named(learnt));
    origin.put("data_sha256", learnt.digest());
    contrast.ifPresent(own -> origin.putAll(own.settings()));
    origin.put("calibration", named(heldOut));
    origin.put("calibration_sha256", heldOut.digest());
    SampleRange.of(learnt).into("learnt", origin);
    SampleRange.of(heldOut).into("calibration", origin);
    origin.put("behind", Watcher.surroundings(opened.pipeline().stages()));
    origin.put("seed", common.seed);
    origin.put("redoubt", Version.redoubt());
    return origin;
  }

  private static String named(Dataset dataset) {
    return "%s %s, %d samples".formatted(dataset.name(), dataset.split(), dataset.size());
  }
}
