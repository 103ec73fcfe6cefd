package dev.redoubt.cli;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.OperatingPoint;
import dev.redoubt.detect.Watcher;
import dev.redoubt.detect.trial.AdaptiveTrial;
import dev.redoubt.detect.trial.Fooling;
import dev.redoubt.detect.trial.ObliviousTrial;
import dev.redoubt.detect.trial.Suspicion;
import dev.redoubt.evaluate.DirectoryJournal;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.DetectorResult;
import dev.redoubt.report.Separation;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The attacks on several detectors of one model, with progress. */
record DetectionRun(
    OpenedModel opened,
    Dataset dataset,
    ThreatModel threat,
    List<Attack<?>> cascade,
    AttackOptions attacks,
    CommonOptions common,
    Device device,
    Path out,
    boolean withRoc) {
  private static final int BATCH = 128;

  /** The adaptive attacker of the ROC curve aims below the score that so many clean ones exceed. */
  private static final double AIM = 0.5;

  /** What was found. */
  record Outcome(double cleanAccuracy, double robustAccuracy, List<DetectorResult> detectors) {}

  /** Tests all of them. */
  Outcome of(List<FittedDetector> fitted) throws IOException {
    ObliviousTrial trial =
        new ObliviousTrial(opened.pipeline(), dataset, threat, common.seed, device);
    List<Fooling> oblivious = new ArrayList<>();
    for (Attack<?> attack : cascade) {
      if (!(attack instanceof UniformNoise)) {
        oblivious.add(oblivious(trial, attack));
      }
    }
    List<DetectorResult> results = new ArrayList<>();
    for (FittedDetector detector : fitted) {
      results.add(result(detector, oblivious));
    }
    Evaluation bare = evaluated("none", "", opened.pipeline());
    return new Outcome(bare.cleanAccuracy(), bare.robustAccuracy(), results);
  }

  private Fooling oblivious(ObliviousTrial trial, Attack<?> attack) {
    try (Progress bar =
        Progress.start("Oblivious " + attack.name(), "samples", dataset.size(), common.quiet)) {
      return trial.run(attack, done -> bar.at(done, ""));
    }
  }

  private DetectorResult result(FittedDetector detector, List<Fooling> oblivious)
      throws IOException {
    Watcher watcher = detector.watcher(opened);
    Pipeline pipeline = FittedDetector.pipeline(opened, watcher);
    Evaluation evaluation =
        evaluated(detector.title(), detector.file().digest() + detector.fpr(), pipeline);
    Suspicion suspicion = new Suspicion(pipeline, dataset, common.seed, device);
    double[] clean = suspicion.clean();
    List<Separation> separations = new ArrayList<>();
    for (Fooling fooling : oblivious) {
      separations.add(Separation.of(fooling.attack(), false, clean, suspicion.of(fooling)));
    }
    if (withRoc) {
      List<Fooling> known = new ArrayList<>(oblivious);
      known.add(Fooling.of(evaluation));
      Fooling adaptive = adaptive(detector, watcher, suspicion, evaluation, known);
      separations.add(Separation.of(adaptive.attack(), true, clean, suspicion.of(adaptive)));
    }
    return DetectorResult.of(
        detector.title(), detector.file().digest(), watcher, pipeline, evaluation, separations);
  }

  private Evaluation evaluated(String title, String detector, Pipeline pipeline)
      throws IOException {
    Plan plan =
        new Plan(
            threat, cascade, List.of(), 0, BATCH, common.seed, attacks.draws(pipeline.isRandom()));
    try (DirectoryJournal journal =
            new DirectoryJournal(journal(title), fingerprint(detector, plan));
        Progress bar =
            Progress.start("Attacking " + title, "samples", dataset.size(), common.quiet)) {
      return new Evaluator(plan, device, new ProgressListener(bar), common.threads())
          .evaluate(pipeline, dataset, journal);
    }
  }

  private Path journal(String title) {
    return out.resolve(".journal-" + title);
  }

  private String fingerprint(String detector, Plan plan) {
    StringBuilder text = new StringBuilder();
    plan.cascade().forEach(attack -> text.append(attack.name()).append(attack.settings()));
    return String.join(
        "|",
        Version.redoubt(),
        threat.text(),
        text.toString(),
        plan.eot().toString(),
        Long.toString(plan.seed()),
        detector,
        opened.digest(),
        opened.defence().toString(),
        dataset.digest(),
        Integer.toString(common.threads()),
        device.toString());
  }

  /** Journals are not needed any more once the report is written. */
  void done(List<FittedDetector> fitted) throws IOException {
    List<String> titles = new ArrayList<>(List.of("none"));
    fitted.forEach(detector -> titles.add(detector.title()));
    for (String title : titles) {
      try (DirectoryJournal journal = new DirectoryJournal(journal(title), "done")) {
        journal.delete();
      }
    }
  }

  private Fooling adaptive(
      FittedDetector detector,
      Watcher watcher,
      Suspicion suspicion,
      Evaluation evaluation,
      List<Fooling> oblivious) {
    OperatingPoint aim = detector.file().calibration().at(AIM);
    Pipeline aimed = FittedDetector.pipeline(opened, watcher.at(aim));
    double below = (aim.threshold() - watcher.threshold()) / watcher.unit();
    AdaptiveTrial trial = new AdaptiveTrial(aimed, below, suspicion, evaluation.entries(), threat);
    try (Progress bar =
        Progress.start("Aiming low " + detector.title(), "samples", dataset.size(), common.quiet)) {
      return trial.run(oblivious, done -> bar.at(done, ""));
    }
  }
}
