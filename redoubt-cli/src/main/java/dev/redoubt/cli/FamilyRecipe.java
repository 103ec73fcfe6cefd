package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.DiffusionNets;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.compare.TrainingPart;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.architecture.Architecture;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Augmentation;
import dev.redoubt.train.Averaging;
import dev.redoubt.train.Course;
import dev.redoubt.train.NoiseLevels;
import dev.redoubt.train.Objective;
import dev.redoubt.train.RandomCrop;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Refinements;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Selection;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.SmoothingTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;

/** How the models of the families are trained: as measured in docs/results. */
enum FamilyRecipe {
  PLAIN("undefended", "undefended", 12),
  HARDENED("hardened", "PGD adversarial training", 20),
  NOISY("noisy", "under Gaussian noise", 60);

  /** Deviation of the noise that is trained under, and smoothed with. */
  static final double SIGMA = .25;

  /** Draws of a smoothed prediction. */
  static final int COPIES = 25;

  /** Time up to which diffusion adds noise, and the steps back. */
  static final double TIME = .1;

  static final int STEPS_BACK = 5;

  private static final int INNER_STEPS = 10;
  private static final int BATCH = 128;
  private static final int DIFFUSION_BATCH = 64;
  private static final int DIFFUSION_EPOCHS = 16;
  private static final int DENOISING_EPOCHS = 8;
  private static final int HELD_OUT = 300;
  private static final double RATE = .002;
  private static final double DENOISING_RATE = .005;
  private static final double DECAY = .999;
  private static final double NOISE = .1;

  private final String file;
  private final String words;
  private final int epochs;

  FamilyRecipe(String file, String words, int epochs) {
    this.file = file;
    this.words = words;
    this.epochs = epochs;
  }

  /** A fresh classifier. */
  record Net(String name, Graph graph) {}

  /** The common net for images, a perceptron for what it can't take. */
  static Net net(Dataset train) {
    Architecture cnn = new CommonCnn();
    if (train.input().isImage()) {
      try {
        return new Net(cnn.name(), graph(cnn, train));
      } catch (BadInputException e) {
        return new Net("mlp", graph(new Mlp(), train)); // too small for convolutions
      }
    }
    return new Net("mlp", graph(new Mlp(), train));
  }

  private static Graph graph(Architecture architecture, Dataset train) {
    return architecture.graph(
        train.input().shape(), train.classes().size(), Recipes.normalization(train));
  }

  /** Name of its file in the cache. */
  String file() {
    return file;
  }

  /** For the progress bar, and for what it cost. */
  String words() {
    return words;
  }

  Recipe recipe(ThreatModel threat, Dataset train, long seed) {
    Objective objective =
        switch (this) {
          case PLAIN -> new StandardTraining();
          case HARDENED -> new PgdTraining(threat, INNER_STEPS, new StepSize.OfEpsilon(1.0 / 4));
          case NOISY -> SmoothingTraining.gaussian(SIGMA);
        };
    return new Recipe(
        objective,
        new Optimizer.AdamStyle(RATE, 0, false),
        new Schedule.OneCycle(0.4),
        epochs,
        batch(BATCH, train),
        this == HARDENED ? epochs / 3.0 : 0,
        0,
        augmentations(train),
        heldOut(train),
        seed);
  }

  private List<Augmentation> augmentations(Dataset train) {
    return this == NOISY && train.input().isImage() ? List.of(new RandomCrop(4)) : List.of();
  }

  private static int heldOut(Dataset train) {
    return Math.min(HELD_OUT, train.size() / 10);
  }

  /** Smaller where the data are few. */
  private static int batch(int usual, Dataset train) {
    return Math.max(1, Math.min(usual, train.size() - heldOut(train)));
  }

  static Course diffusion(Dataset train, long seed) {
    return course(RATE, DIFFUSION_EPOCHS, DIFFUSION_BATCH, new Averaging.Ema(DECAY), train, seed);
  }

  static Course denoising(Dataset train, long seed) {
    return course(DENOISING_RATE, DENOISING_EPOCHS, BATCH, new Averaging.None(), train, seed);
  }

  private static Course course(
      double rate, int epochs, int batch, Averaging averaging, Dataset train, long seed) {
    Refinements none = Refinements.NONE;
    int heldOut = heldOut(train);
    return new Course(
        new Optimizer.AdamStyle(rate, 0, false),
        new Schedule.OneCycle(0.4),
        epochs,
        batch(batch, train),
        0,
        List.of(),
        heldOut,
        seed,
        new Refinements(
            0,
            none.attackMode(),
            none.weightPerturbation(),
            averaging,
            heldOut > 0 ? Selection.BEST : Selection.LAST,
            none.onCollapse(),
            0));
  }

  static NoiseSchedule schedule() {
    return new NoiseSchedule(NoiseSchedule.Form.LINEAR, 1000);
  }

  static String diffusionNet(Dataset train) {
    return train.input().isImage() ? DiffusionNets.USUAL : DiffusionNets.TABLES;
  }

  static NoiseLevels noise() {
    return new NoiseLevels(0, NOISE);
  }

  /** What training took: an inner attack goes forwards and backwards once a step. */
  TrainingPart cost(Dataset train, Recipe recipe, int heldOut, double seconds) {
    long updates = (long) (train.size() - heldOut) * recipe.passes();
    long passes = updates * (this == HARDENED ? 1 + INNER_STEPS : 1);
    return new TrainingPart("classifier, " + words, seconds, passes, passes);
  }

  /** The same of what is no classifier. */
  static TrainingPart cost(String what, Course course, Dataset train, int heldOut, double seconds) {
    long passes = (long) (train.size() - heldOut) * course.passes();
    return new TrainingPart(what, seconds, passes, passes);
  }

  /** What a family is, in a few words. */
  static String about(Family family, boolean images) {
    return switch (family) {
      case UNDEFENDED -> "standard training";
      case ADVERSARIAL_TRAINING -> "PGD-%d training".formatted(INNER_STEPS);
      case SMOOTHING ->
          "trained under noise, votes over %d draws of σ = %s".formatted(COPIES, SIGMA);
      case DIFFUSION ->
          "the undefended net behind a diffusion model, t = %s, %d steps back"
              .formatted(TIME, STEPS_BACK);
      case DETECTION ->
          images
              ? "the undefended net beside MagNet's divergence, 5 % false alarms"
              : "the undefended net beside kernel density, 5 % false alarms";
    };
  }
}
