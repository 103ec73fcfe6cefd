package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.Denoisers;
import dev.redoubt.catalog.DetectorSpec;
import dev.redoubt.catalog.Digests;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.compare.TrainingPart;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Course;
import dev.redoubt.train.DenoiserTrainer;
import dev.redoubt.train.DenoisingEpoch;
import dev.redoubt.train.DiffusionEpoch;
import dev.redoubt.train.DiffusionTrainer;
import dev.redoubt.train.Epoch;
import dev.redoubt.train.NoiseLevels;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what the families are compared by, or takes it from the cache.
 *
 * @param train what is learnt from
 * @param calibration clean samples that set a detector's threshold, and that nothing else sees
 */
record FamilyModels(
    ModelCache cache,
    Dataset train,
    Dataset calibration,
    ThreatModel threat,
    CommonOptions common,
    Device device,
    PrintWriter err) {
  private static final String USED_IN_SPECS = ",|@";

  /** The model of a family. */
  ComparedModel of(Family family) throws IOException {
    return switch (family) {
      case UNDEFENDED -> row(family, classifier(FamilyRecipe.PLAIN), "", List.of());
      case ADVERSARIAL_TRAINING -> row(family, classifier(FamilyRecipe.HARDENED), "", List.of());
      case SMOOTHING ->
          row(
              family,
              classifier(FamilyRecipe.NOISY),
              "smooth:sigma=" + FamilyRecipe.SIGMA + ",copies=" + FamilyRecipe.COPIES,
              List.of());
      case DIFFUSION -> {
        ModelCache.Entry net = classifier(FamilyRecipe.PLAIN);
        ModelCache.Entry purifier = diffusion();
        yield row(
            family,
            net,
            "diffusion:%s,t=%s,steps=%d"
                .formatted(named(purifier.file()), FamilyRecipe.TIME, FamilyRecipe.STEPS_BACK),
            List.of(purifier.cost()));
      }
      case DETECTION -> {
        ModelCache.Entry net = classifier(FamilyRecipe.PLAIN);
        Optional<ModelCache.Entry> encoder =
            train.input().isImage() ? Optional.of(autoencoder()) : Optional.empty();
        ModelCache.Entry fitted = detector(net, encoder);
        yield row(
            family,
            net,
            "detect:%s@fpr=5%%".formatted(named(fitted.file())),
            encoder.map(own -> List.of(own.cost(), fitted.cost())).orElse(List.of(fitted.cost())));
      }
    };
  }

  private ComparedModel row(
      Family family, ModelCache.Entry net, String stages, List<TrainingPart> more) {
    Optional<Defence> defence =
        Optional.of(stages.isEmpty() ? Defence.NONE : Defence.parse(stages));
    List<TrainingPart> parts = new ArrayList<>(List.of(net.cost()));
    parts.addAll(more);
    return ComparedModel.of(
        family.spelling(),
        FamilyRecipe.about(family, train.input().isImage()),
        net.file(),
        open(net.file(), defence),
        Optional.of(parts));
  }

  private OpenedModel open(Path file, Optional<Defence> defence) {
    return Models.open(
        file.toString(), ModelOptions.NONE.forData(calibration).behind(defence), device);
  }

  private ModelCache.Entry classifier(FamilyRecipe which) throws IOException {
    Recipe recipe = which.recipe(threat, train, common.seed);
    FamilyRecipe.Net net = FamilyRecipe.net(train);
    Map<String, Object> origin =
        Recipes.provenance(recipe, net.name(), train, Optional.empty(), Version.redoubt());
    return cache.take(
        which.file(),
        words(origin),
        (file, checkpoint) -> {
          Trainer.Result result = train(recipe, net.graph(), which.words(), checkpoint);
          new ModelBundle(result.network(), train.input(), train.classes(), origin).write(file);
          return which.cost(train, recipe, result.heldOut(), seconds(result.history()));
        });
  }

  private Trainer.Result train(Recipe recipe, Graph graph, String words, Path checkpoint) {
    try (TrainingProgress progress =
        new TrainingProgress("Training, " + words, recipe.epochs(), false, common.quiet, err)) {
      return new Trainer(recipe, device, progress).train(train, graph, checkpoint);
    }
  }

  private ModelCache.Entry diffusion() throws IOException {
    Course course = FamilyRecipe.diffusion(train, common.seed);
    NoiseSchedule schedule = FamilyRecipe.schedule();
    String net = FamilyRecipe.diffusionNet(train);
    Map<String, Object> origin =
        Recipes.provenance(schedule, course, net, train, Optional.empty(), Version.redoubt());
    return cache.take(
        "diffusion",
        words(origin),
        (file, checkpoint) -> {
          DiffusionStart start =
              DiffusionStart.fresh(Optional.of(net), schedule, train, device, common.seed);
          try (RunProgress<DiffusionEpoch> progress =
              new RunProgress<>(
                  "Training, diffusion model",
                  course.passes(),
                  false,
                  common.quiet,
                  err,
                  e -> "")) {
            DiffusionTrainer.Result result =
                new DiffusionTrainer(course, device, progress)
                    .train(train, Optional.empty(), start.model(), checkpoint);
            new DiffusionBundle(result.model(), origin).write(file);
            return FamilyRecipe.cost(
                "diffusion model, " + net,
                course,
                train,
                result.heldOut(),
                seconds(result.history()));
          }
        });
  }

  private ModelCache.Entry autoencoder() throws IOException {
    Course course = FamilyRecipe.denoising(train, common.seed);
    NoiseLevels noise = FamilyRecipe.noise();
    Map<String, Object> origin =
        Recipes.provenance(
            noise, course, Denoisers.USUAL, train, Optional.empty(), Version.redoubt());
    return cache.take(
        "autoencoder",
        words(origin),
        (file, checkpoint) -> {
          DenoiserStart start = DenoiserStart.fresh(Denoisers.USUAL, train, device, common.seed);
          try (RunProgress<DenoisingEpoch> progress =
              new RunProgress<>(
                  "Training, autoencoder", course.passes(), false, common.quiet, err, e -> "")) {
            DenoiserTrainer.Result result =
                new DenoiserTrainer(noise, course, device, progress)
                    .train(train, Optional.empty(), start.network(), checkpoint);
            new PurifierBundle(result.network(), train.input(), origin).write(file);
            return FamilyRecipe.cost(
                "autoencoder", course, train, result.heldOut(), seconds(result.history()));
          }
        });
  }

  private ModelCache.Entry detector(ModelCache.Entry net, Optional<ModelCache.Entry> encoder)
      throws IOException {
    OpenedModel opened = open(net.file(), Optional.of(Defence.NONE));
    String spec = encoder.map(own -> "divergence:" + named(own.file())).orElse("kde");
    Map<String, String> madeFrom = new LinkedHashMap<>();
    madeFrom.put("redoubt", Version.redoubt());
    madeFrom.put("detector", encoder.isPresent() ? "divergence" : "kde");
    madeFrom.put("classifier", opened.digest());
    encoder.ifPresent(own -> madeFrom.put("autoencoder", Digests.ofFile(own.file(), "")));
    madeFrom.put("data", train.digest());
    madeFrom.put("calibration", calibration.digest());
    madeFrom.put("seed", "" + common.seed);
    return cache.take(
        "detector",
        madeFrom,
        (file, checkpoint) -> {
          long start = System.nanoTime();
          DetectorFile fitted =
              new DetectorFitting(
                      DetectorSpec.parse(spec), opened, Optional.empty(), common, device)
                  .fit(train, calibration);
          fitted.write(file);
          return new TrainingPart(
              "detector, fitted and calibrated",
              (System.nanoTime() - start) / 1e9,
              calibration.size(),
              0);
        });
  }

  /** A file as specs may name it. */
  private static String named(Path file) {
    String text = file.toString();
    if (text.chars().anyMatch(c -> USED_IN_SPECS.indexOf(c) >= 0)) {
      throw new BadInputException(
          "the path of the cache, %s, has one of the characters %s in it, which defences are written with: give another with --cache"
              .formatted(file.getParent(), USED_IN_SPECS));
    }
    return text;
  }

  private static double seconds(List<? extends Epoch> history) {
    return history.stream().mapToDouble(Epoch::seconds).sum();
  }

  private static Map<String, String> words(Map<String, Object> origin) {
    Map<String, String> words = new LinkedHashMap<>();
    origin.forEach((key, value) -> words.put(key, String.valueOf(value)));
    return words;
  }
}
