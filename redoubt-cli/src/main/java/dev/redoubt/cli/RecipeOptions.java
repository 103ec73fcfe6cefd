package dev.redoubt.cli;

import dev.redoubt.catalog.Denoisers;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.train.Averaging;
import dev.redoubt.train.Course;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to train. */
final class RecipeOptions {
  /** As {@code --ema} alone has it. */
  private static final double DECAY = 0.999;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the data; for free, passes times replays (default: ${DEFAULT-VALUE}).")
  private int epochs = 15;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples a step (default: ${DEFAULT-VALUE}).")
  private int batch = 128;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "sgd, adam or adamw (default: sgd for resnet18, else adam).")
  private @Nullable String optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "Peak of the schedule (default: .1 for sgd, .005 for denoisers, .0002 for unet:cifar, else .002).")
  private @Nullable Double learningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "RATE",
      description = "Default: 5e-4 for sgd, else 0.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "constant, piecewise, cosine or one-cycle (default: ${DEFAULT-VALUE}).")
  private String schedule = "one-cycle";

  @Option(
      names = "--epsilon-warmup",
      paramLabel = "EPOCHS",
      description = "Epochs over which the budget rises from 0 (default: a third of all).")
  private @Nullable Double epsilonWarmup;

  @Option(
      names = "--clip-norm",
      paramLabel = "LENGTH",
      description = "Bound on the gradient of a step; 0 for none (default: ${DEFAULT-VALUE}).")
  private double clipNorm = 0;

  @Option(
      names = "--augment",
      paramLabel = "NAMES",
      description = "crop, flip, cutout, several with commas (default: none).")
  private String augment = "";

  @Option(
      names = "--held-out",
      paramLabel = "N",
      description =
          "Training samples kept apart to measure each epoch on (default: ${DEFAULT-VALUE}).")
  private int heldOut = 500;

  @Mixin private RefinementOptions refinements = new RefinementOptions();

  /** For a classifier. */
  Recipe recipe(Objective objective, String arch, double extraShare, long seed) {
    double warmup = objective.threats().isEmpty() ? 0 : epochs / 3.0;
    return new Recipe(
        objective,
        optimizer(arch),
        Recipes.schedule(schedule),
        epochs,
        batch,
        epsilonWarmup == null ? warmup : epsilonWarmup,
        clipNorm,
        Recipes.augmentations(augment),
        heldOut,
        seed,
        refinements.refinements(heldOut > 0, extraShare, new Averaging.None()));
  }

  /** For a denoiser. */
  Course denoising(double extraShare, long seed) {
    return course(Denoisers.USUAL, new Averaging.None(), extraShare, seed);
  }

  /** For a diffusion model, whose samples are poor without an average of its weights. */
  Course diffusion(String arch, double extraShare, long seed) {
    return course(arch, new Averaging.Ema(DECAY), extraShare, seed);
  }

  private Course course(String arch, Averaging usual, double extraShare, long seed) {
    return new Course(
        optimizer(arch),
        Recipes.schedule(schedule),
        epochs,
        batch,
        clipNorm,
        Recipes.augmentations(augment),
        heldOut,
        seed,
        refinements.refinements(heldOut > 0, extraShare, usual));
  }

  private Optimizer.Settings optimizer(String arch) {
    return Recipes.optimizer(
        arch,
        Optional.ofNullable(optimizer),
        Optional.ofNullable(learningRate),
        Optional.ofNullable(weightDecay));
  }
}
