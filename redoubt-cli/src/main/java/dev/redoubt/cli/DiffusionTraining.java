package dev.redoubt.cli;

import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.Generation;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.DiffusionReport;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.RunFiles;
import dev.redoubt.train.Course;
import dev.redoubt.train.DiffusionEpoch;
import dev.redoubt.train.DiffusionTrainer;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code --task diffusion}: trains a diffusion model, and writes it. */
record DiffusionTraining(TrainingSession session, Course course, DiffusionStart from) {
  private static final int SAMPLES = 32;

  void run() throws IOException {
    session.wantsOwnFile("diffusion model");
    Map<String, Object> provenance =
        Recipes.provenance(
            from.model().schedule(),
            course,
            from.origin(),
            session.dataset(),
            session.extra(),
            Version.redoubt());
    session.begins(provenance);
    DiffusionTrainer.Result result;
    try (RunProgress<DiffusionEpoch> progress =
        new RunProgress<>(
            "Training",
            course.passes(),
            true,
            session.common().quiet,
            session.err(),
            DiffusionTraining::measures)) {
      result =
          new DiffusionTrainer(
                  course, session.device(), new MetricsRecord<>(session.folder().path(), progress))
              .train(
                  session.dataset(), session.extra(), from.model(), session.folder().checkpoint());
    } catch (Trainer.Diverged e) {
      throw session.diverged(e, good -> new DiffusionBundle(from.model(), provenance).write(good));
    }
    provenance.put("epoch_delivered", result.epoch());
    DiffusionBundle bundle = new DiffusionBundle(result.model(), provenance);
    bundle.write(session.out());
    RunFiles.writeReport(session.folder().path(), report(result, provenance, bundle.digest()));
    session.folder().done();
    session.ends(result.epoch(), result.history().size());
  }

  private DiffusionReport report(
      DiffusionTrainer.Result result, Map<String, Object> settings, String digest) {
    Dataset dataset = session.dataset();
    int epochs = result.history().size();
    return new DiffusionReport(
        session.provenance(),
        new DataSummary(dataset.name(), dataset.split(), dataset.size()),
        result.heldOut(),
        new ModelIdentity(String.valueOf(session.out().getFileName()), digest),
        settings,
        result.history(),
        result.epoch(),
        epochs < course.passes()
            ? List.of(RunProgress.impatience(epochs, course.passes()))
            : List.of(),
        result.history().stream().mapToDouble(DiffusionEpoch::seconds).sum(),
        dataset.input(),
        dataset.input().isImage() ? pictures(result) : DiffusionReport.Pictures.NONE,
        dataset.classes());
  }

  private DiffusionReport.Pictures pictures(DiffusionTrainer.Result result) {
    Generation generation = Generation.usual(result.model(), course.seed(), session.device());
    try (Progress bar =
        Progress.start("Samples", "steps", generation.passes(SAMPLES), session.common().quiet)) {
      return new DiffusionReport.Pictures(
          generation.samples(SAMPLES, done -> bar.at(done, "")),
          generation.steps(),
          result.examples());
    }
  }

  private static String measures(DiffusionEpoch epoch) {
    return Double.isNaN(epoch.heldOut())
        ? ""
        : String.format(Locale.ROOT, " error %.4g", epoch.heldOut());
  }
}
