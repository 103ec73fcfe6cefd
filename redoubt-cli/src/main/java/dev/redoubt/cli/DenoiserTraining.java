package dev.redoubt.cli;

import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.DenoisingReport;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.RunFiles;
import dev.redoubt.train.Course;
import dev.redoubt.train.DenoiserTrainer;
import dev.redoubt.train.DenoisingEpoch;
import dev.redoubt.train.NoiseLevels;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code --task denoise}: trains a network that takes noise away, and writes it as a purifier. */
record DenoiserTraining(
    TrainingSession session, NoiseLevels noise, Course course, DenoiserStart from) {
  void run() throws IOException {
    session.wantsOwnFile("purifier");
    Map<String, Object> provenance =
        Recipes.provenance(
            noise, course, from.origin(), session.dataset(), session.extra(), Version.redoubt());
    session.begins(provenance);
    DenoiserTrainer.Result result;
    MetricsRecord<DenoisingEpoch> record;
    try (RunProgress<DenoisingEpoch> progress =
        new RunProgress<>(
            "Training",
            course.passes(),
            true,
            session.common().quiet,
            session.err(),
            DenoiserTraining::measures)) {
      record = new MetricsRecord<>(session.folder().path(), progress);
      result =
          new DenoiserTrainer(noise, course, session.device(), record)
              .train(
                  session.dataset(),
                  session.extra(),
                  from.network(),
                  session.folder().checkpoint());
    } catch (Trainer.Diverged e) {
      throw session.diverged(e, good -> bundle(provenance).write(good));
    }
    provenance.put("epoch_delivered", result.epoch());
    PurifierBundle bundle = bundle(provenance);
    bundle.write(session.out());
    RunFiles.writeReport(session.folder().path(), report(result, provenance, bundle.digest()));
    session.folder().done();
    session.ends(result.epoch(), result.history().size());
  }

  private PurifierBundle bundle(Map<String, Object> provenance) {
    return new PurifierBundle(from.network(), session.dataset().input(), provenance);
  }

  private static String measures(DenoisingEpoch epoch) {
    return Double.isNaN(epoch.denoisedPsnr())
        ? ""
        : String.format(
            Locale.ROOT,
            " noisy %.1f dB, denoised %.1f dB, clean %.1f dB",
            epoch.noisyPsnr(),
            epoch.denoisedPsnr(),
            epoch.cleanPsnr());
  }

  private DenoisingReport report(
      DenoiserTrainer.Result result, Map<String, Object> settings, String digest) {
    Dataset dataset = session.dataset();
    int epochs = result.history().size();
    return new DenoisingReport(
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
        result.history().stream().mapToDouble(DenoisingEpoch::seconds).sum(),
        dataset.input(),
        result.examples(),
        dataset.classes());
  }
}
