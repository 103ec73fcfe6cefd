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
import dev.redoubt.evaluate.Tally;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.DetectorResult;
import dev.redoubt.report.Separation;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
  record Outcome(
      double cleanAccuracy,
      double robustAccuracy,
      List<DetectorResult> detectors,
      List<String> notes) {}

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
    List<String> notes = new ArrayList<>();
    for (FittedDetector detector : fitted) {
      results.add(result(detector, oblivious));
      detector.watcher(opened).overlap(dataset).ifPresent(notes::add);
    }
    return new Outcome(
        trial.robustAccuracy(List.of()), trial.robustAccuracy(oblivious), results, notes);
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
    Plan plan =
        new Plan(
            threat, cascade, List.of(), 0, BATCH, common.seed, attacks.draws(pipeline.isRandom()));
    Evaluation evaluation = evaluated(detector, pipeline, plan);
    Suspicion suspicion = new Suspicion(pipeline, dataset, common.seed, device);
    double[] clean = suspicion.clean();
    List<Separation> separations = new ArrayList<>();
    for (Fooling fooling : oblivious) {
      separations.add(Separation.of(fooling.attack(), false, clean, suspicion.of(fooling)));
    }
    if (withRoc) {
      Fooling adaptive = adaptive(detector, watcher, suspicion, evaluation, oblivious);
      separations.add(Separation.of(adaptive.attack(), true, clean, suspicion.of(adaptive)));
    }
    return result(detector, watcher, evaluation, separations);
  }

  private Evaluation evaluated(FittedDetector detector, Pipeline pipeline, Plan plan)
      throws IOException {
    try (DirectoryJournal journal =
            new DirectoryJournal(journal(detector), fingerprint(detector, plan));
        Progress bar =
            Progress.start(
                "Attacking " + detector.title(), "samples", dataset.size(), common.quiet)) {
      return new Evaluator(plan, device, new ProgressListener(bar), common.threads())
          .evaluate(pipeline, dataset, journal);
    }
  }

  private Path journal(FittedDetector detector) {
    return out.resolve(".journal-" + detector.title());
  }

  private String fingerprint(FittedDetector detector, Plan plan) {
    StringBuilder text = new StringBuilder();
    plan.cascade().forEach(attack -> text.append(attack.name()).append(attack.settings()));
    return String.join(
        "|",
        Version.redoubt(),
        threat.text(),
        text.toString(),
        plan.eot().toString(),
        Long.toString(plan.seed()),
        detector.file().digest(),
        Double.toString(detector.fpr()),
        opened.digest(),
        opened.defence().toString(),
        dataset.digest(),
        Integer.toString(common.threads()),
        device.toString());
  }

  /** Journals are not needed any more once the report is written. */
  void done(List<FittedDetector> fitted) throws IOException {
    for (FittedDetector detector : fitted) {
      try (DirectoryJournal journal = new DirectoryJournal(journal(detector), "done")) {
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

  private static DetectorResult result(
      FittedDetector detector,
      Watcher watcher,
      Evaluation evaluation,
      List<Separation> separations) {
    Tally total = evaluation.total();
    return new DetectorResult(
        detector.title(),
        watcher.score().kind(),
        Map.copyOf(watcher.score().settings()),
        detector.file().digest(),
        watcher.point().fpr(),
        watcher.point().low(),
        watcher.point().high(),
        watcher.calibration(),
        evaluation.cleanRejected(),
        evaluation.cleanAccuracy(),
        evaluation.obliviousAccuracy().orElse(Double.NaN),
        evaluation.robustAccuracy(),
        separations,
        watcher.passes(),
        total.forwards(),
        total.backwards(),
        total.seconds());
  }
}
