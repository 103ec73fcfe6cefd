package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.train.Augmentation;
import dev.redoubt.train.Course;
import dev.redoubt.train.Cutout;
import dev.redoubt.train.HorizontalFlip;
import dev.redoubt.train.NoiseLevels;
import dev.redoubt.train.RandomCrop;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Refinements;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.WeightPerturbation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a training recipe by name, with the defaults for each architecture. */
public final class Recipes {
  private static final List<String> OPTIMIZERS = List.of("sgd", "adam", "adamw");
  private static final List<String> SCHEDULES =
      List.of("constant", "piecewise", "cosine", "one-cycle");
  private static final List<String> AUGMENTATIONS = List.of("crop", "flip", "cutout");

  private Recipes() {}

  /**
   * An optimiser. SGD has Nesterov momentum of .9; unless set, its rate is .1 and its decay 5e-4,
   * those of the others .002 (.005 for denoisers, 2e-4 for the U-Net of CIFAR, as Ho et al. 2020
   * trained it) and 0. ResNet-18 is trained with SGD unless told otherwise.
   *
   * @throws BadInputException if the name is unknown
   */
  public static Optimizer.Settings optimizer(
      String architecture,
      Optional<String> name,
      Optional<Double> learningRate,
      Optional<Double> weightDecay) {
    String chosen = name.orElse(architecture.equals("resnet18") ? "sgd" : "adam");
    double rate = learningRate.orElse(chosen.equals("sgd") ? 0.1 : adaptiveRate(architecture));
    double decay = weightDecay.orElse(chosen.equals("sgd") ? 5e-4 : 0.0);
    return switch (chosen) {
      case "sgd" -> new Optimizer.Sgd(rate, 0.9, true, decay);
      case "adam" -> new Optimizer.AdamStyle(rate, decay, false);
      case "adamw" -> new Optimizer.AdamStyle(rate, decay, true);
      default -> throw Suggestion.unknown("optimizer", chosen, OPTIMIZERS);
    };
  }

  private static double adaptiveRate(String architecture) {
    if (architecture.equals(DiffusionNets.CIFAR)) {
      return 2e-4;
    }
    return architecture.startsWith(Denoisers.USUAL) ? 0.005 : 0.002;
  }

  /**
   * A schedule; one-cycle peaks at 40 % of the run, piecewise divides by ten at a half and three
   * quarters.
   *
   * @throws BadInputException if the name is unknown
   */
  public static Schedule schedule(String name) {
    return switch (name) {
      case "constant" -> new Schedule.Constant();
      case "piecewise" -> new Schedule.Piecewise(List.of(0.5, 0.75), 0.1);
      case "cosine" -> new Schedule.Cosine();
      case "one-cycle" -> new Schedule.OneCycle(0.4);
      default -> throw Suggestion.unknown("schedule", name, SCHEDULES);
    };
  }

  /**
   * Augmentations by name, with commas between them; empty for none.
   *
   * @throws BadInputException if a name is unknown
   */
  public static List<Augmentation> augmentations(String names) {
    List<Augmentation> chosen = new ArrayList<>();
    for (String name : names.isBlank() ? new String[0] : names.split(",", -1)) {
      chosen.add(
          switch (name.strip()) {
            case "crop" -> new RandomCrop(4);
            case "flip" -> new HorizontalFlip();
            case "cutout" -> new Cutout(0.5);
            default -> throw Suggestion.unknown("augmentation", name.strip(), AUGMENTATIONS);
          });
    }
    return chosen;
  }

  /**
   * The normalisation that makes the first 5,000 samples of a dataset centred and of unit spread: a
   * value a channel for images, a value a feature for tables.
   */
  public static Normalize normalization(Dataset dataset) {
    int features = dataset.input().features();
    int groups = dataset.input().shape().get(0);
    int perGroup = features / groups;
    int samples = Math.min(dataset.size(), 5_000);
    double[] sum = new double[groups];
    double[] squares = new double[groups];
    float[] sample = new float[features];
    for (int i = 0; i < samples; i++) {
      dataset.read(i, sample, 0);
      for (int j = 0; j < features; j++) {
        sum[j / perGroup] += sample[j];
        squares[j / perGroup] += (double) sample[j] * sample[j];
      }
    }
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      double n = (double) samples * perGroup;
      double mean = sum[group] / n;
      double variance = squares[group] / n - mean * mean;
      means.add(mean);
      // A feature that never changes carries nothing; dividing it by 1 keeps it finite.
      deviations.add(variance > 1e-12 ? Math.sqrt(variance) : 1);
    }
    return new Normalize(means, deviations);
  }

  /**
   * What a bundle keeps of how its model was trained.
   *
   * @param origin the architecture, or the model that training went on from
   */
  public static Map<String, Object> provenance(
      Recipe recipe, String origin, Dataset dataset, Optional<Dataset> extra, String version) {
    Refinements refinements = recipe.refinements();
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("architecture", origin);
    kept.put("method", recipe.objective().name());
    kept.putAll(recipe.objective().settings());
    putData(kept, dataset, extra, refinements.extraShare());
    kept.put("epochs", recipe.epochs());
    kept.put("batch", recipe.batchSize());
    kept.put("optimizer", recipe.optimizer().toString());
    kept.put("schedule", recipe.schedule().toString());
    kept.put("epsilon_warmup_epochs", recipe.epsilonWarmup());
    kept.put("clip_norm", recipe.clipNorm());
    kept.put("augmentations", recipe.augmentations().toString());
    kept.put("label_smoothing", refinements.labelSmoothing());
    kept.put("batch_norm_in_attack", refinements.attackMode() == Mode.EVAL ? "eval" : "train");
    kept.put(
        "weight_perturbation",
        refinements.weightPerturbation().map(WeightPerturbation::toString).orElse("none"));
    kept.put("averaging", refinements.averaging().toString());
    kept.put("selection", refinements.selection().toString());
    kept.put("on_collapse", refinements.onCollapse().toString());
    kept.put("held_out", recipe.heldOut());
    kept.put("seed", recipe.seed());
    putPlace(kept, version);
    return kept;
  }

  /**
   * The same of a denoiser.
   *
   * @param origin the architecture, or the purifier that training went on from
   */
  public static Map<String, Object> provenance(
      NoiseLevels noise,
      Course course,
      String origin,
      Dataset dataset,
      Optional<Dataset> extra,
      String version) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("architecture", origin);
    kept.put("task", "denoise");
    kept.put("noise_from", noise.low());
    kept.put("noise_to", noise.high());
    putCourse(kept, course, dataset, extra);
    putPlace(kept, version);
    return kept;
  }

  /**
   * The same of a diffusion model.
   *
   * @param origin the architecture, or the file that training went on from
   */
  public static Map<String, Object> provenance(
      NoiseSchedule noise,
      Course course,
      String origin,
      Dataset dataset,
      Optional<Dataset> extra,
      String version) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("architecture", origin);
    kept.put("task", "diffusion");
    kept.put("noise_schedule", noise.form().text());
    kept.put("noise_steps", noise.steps());
    putCourse(kept, course, dataset, extra);
    putPlace(kept, version);
    return kept;
  }

  /** What the loop is told, where there are no labels. */
  private static void putCourse(
      Map<String, Object> kept, Course course, Dataset dataset, Optional<Dataset> extra) {
    putData(kept, dataset, extra, course.refinements().extraShare());
    kept.put("epochs", course.passes());
    kept.put("batch", course.batchSize());
    kept.put("optimizer", course.optimizer().toString());
    kept.put("schedule", course.schedule().toString());
    kept.put("clip_norm", course.clipNorm());
    kept.put("augmentations", course.augmentations().toString());
    kept.put("averaging", course.refinements().averaging().toString());
    kept.put("selection", course.refinements().selection().toString());
    kept.put("held_out", course.heldOut());
    kept.put("seed", course.seed());
  }

  private static void putData(
      Map<String, Object> kept, Dataset dataset, Optional<Dataset> extra, double extraShare) {
    kept.put("data", dataset.name() + " " + dataset.split() + ", " + dataset.size() + " samples");
    kept.put("data_sha256", dataset.digest());
    extra.ifPresent(
        more -> {
          kept.put("extra_data", more.name() + ", " + more.size() + " samples");
          kept.put("extra_data_sha256", more.digest());
          kept.put("extra_share", extraShare);
        });
  }

  private static void putPlace(Map<String, Object> kept, String version) {
    kept.put("threads", Engine.threads());
    kept.put("redoubt", version);
    kept.put("engine", Engine.version());
  }
}
