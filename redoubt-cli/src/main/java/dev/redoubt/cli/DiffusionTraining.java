package dev.redoubt.cli;

import dev.redoubt.catalog.Recipes;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.train.Course;
import dev.redoubt.train.DiffusionEpoch;
import dev.redoubt.train.DiffusionTrainer;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** {@code --task diffusion}: trains a diffusion model, and writes it. */
record DiffusionTraining(TrainingSession session, Course course, DiffusionStart from) {
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
    new DiffusionBundle(result.model(), provenance).write(session.out());
    session.folder().done();
    session.ends(result.epoch(), result.history().size());
  }

  private static String measures(DiffusionEpoch epoch) {
    return Double.isNaN(epoch.heldOut())
        ? ""
        : String.format(Locale.ROOT, " error %.4g", epoch.heldOut());
  }
}
