package dev.redoubt.cli;

import dev.redoubt.catalog.Recipes;
import dev.redoubt.model.ModelRequest;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.util.Map;

/** {@code --task classify}: trains a classifier, plainly or hardened. */
record ClassifierTraining(TrainingSession session, Recipe recipe, StartingPoint.Start from) {
  void run() throws IOException {
    Map<String, Object> provenance =
        Recipes.provenance(
            recipe, from.origin(), session.dataset(), session.extra(), Version.redoubt());
    if (!from.defence().isEmpty()) {
      provenance.put("defence", from.defence().spec());
    }
    session
        .imitated()
        .ifPresent(model -> provenance.put("labelled_by", ModelRequest.withoutSecrets(model)));
    TrainedFile file =
        new TrainedFile(
            session.out(), session.dataset(), from.labels(), provenance, from.defence());
    file.check(from.trainee());
    session.begins(provenance);
    file.loss().ifPresent(session::notes);
    boolean quiet = session.common().quiet;
    TrainingRecord record;
    Trainer.Result result;
    try (TrainingProgress progress =
        new TrainingProgress("Training", recipe.passes(), true, quiet, session.err())) {
      record = new TrainingRecord(session.folder().path(), progress);
      result =
          new Trainer(recipe, session.device(), record)
              .train(
                  session.dataset(),
                  session.extra(),
                  from.trainee(),
                  session.folder().checkpoint());
    } catch (Trainer.Diverged e) {
      throw session.diverged(
          e,
          good ->
              new TrainedFile(good, file.data(), file.labels(), provenance, file.defence())
                  .write(from.trainee()));
    }
    provenance.put("epoch_delivered", result.epoch());
    String digest = file.write(result.trainee());
    record.report(
        session.provenance(),
        recipe,
        session.dataset(),
        new ModelIdentity(String.valueOf(session.out().getFileName()), digest),
        provenance,
        result);
    session.folder().done();
    session.ends(result.epoch(), result.history().size());
  }
}
