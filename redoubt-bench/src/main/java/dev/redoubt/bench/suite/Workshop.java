package dev.redoubt.bench.suite;

import dev.redoubt.catalog.DetectorSpec;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.Calibration;
import dev.redoubt.detect.SampleRange;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.Scores;
import dev.redoubt.detect.Watcher;
import dev.redoubt.detect.fit.Lessons;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.pipeline.DifferentiableRest;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.purify.Autoencoder;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.train.Course;
import dev.redoubt.train.DefendedTrainee;
import dev.redoubt.train.DenoiserTrainer;
import dev.redoubt.train.NetworkTrainee;
import dev.redoubt.train.NoiseLevels;
import dev.redoubt.train.Objective;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Refinements;
import dev.redoubt.train.RunListener;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainee;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import java.util.List;
import java.util.Optional;

/** Trains what fixtures are made of, on one dataset. */
final class Workshop {
  private static final int BATCH = 128;
  private static final int LEARNT = 1_000;
  private static final double FALSE_POSITIVES = .05;
  private static final Optimizer.Settings ADAM = new Optimizer.AdamStyle(.002, 0, false);
  private static final Schedule ONE_CYCLE = new Schedule.OneCycle(0.4);

  private final Shelf shelf;
  private final String version;
  private final Dataset train;
  private final Dataset test;

  /**
   * A workshop.
   *
   * @param shelf where networks are kept
   * @param version of Redoubt
   * @param train samples to train with
   * @param test samples that nothing is trained with
   */
  Workshop(Shelf shelf, String version, Dataset train, Dataset test) {
    this.shelf = shelf;
    this.version = version;
    this.train = train;
    this.test = test;
  }

  /** Samples to train with. */
  Dataset train() {
    return train;
  }

  /** Samples that nothing was trained with. */
  Dataset samples() {
    return test;
  }

  /** Seconds that training took for what was asked for since this was asked last. */
  double secondsSpent() {
    return shelf.secondsSpent();
  }

  /** A common net for the data. */
  Graph commonNet() {
    return new CommonCnn()
        .graph(train.input().shape(), train.classes().size(), Recipes.normalization(train));
  }

  /** A common net for the data, trained so. */
  NetworkModel net(String name, Objective objective, int epochs, long seed) {
    return net(name, objective, epochs, seed, commonNet());
  }

  /** A net for the data, trained so. */
  NetworkModel net(String name, Objective objective, int epochs, long seed, Graph graph) {
    int classes = train.classes().size();
    return model(network(name, objective, epochs, seed, graph, classes), name);
  }

  /** A network as a classifier of the data. */
  NetworkModel model(Network network, String name) {
    return new NetworkModel(name, network, train.input(), train.classes().size());
  }

  /**
   * A network, trained so.
   *
   * @param outputs of the graph
   */
  Network network(
      String name, Objective objective, int epochs, long seed, Graph graph, int outputs) {
    Recipe recipe = recipe(objective, epochs, seed);
    return shelf.classifier(
        named(name, seed),
        madeAs(recipe, graph),
        train.input(),
        outputs,
        checkpoint -> {
          Network network = Network.create(graph, seed);
          Trainee trainee = new NetworkTrainee(network, train.input(), outputs);
          new Trainer(recipe, Device.CPU, TrainingListener.silent())
              .train(train, Optional.empty(), trainee, checkpoint);
          return network;
        });
  }

  /** A common net that is trained behind something that changes its inputs. */
  NetworkModel behind(Purifier stage, String name, Objective objective, int epochs, long seed) {
    Recipe recipe = recipe(objective, epochs, seed);
    InputSpec inner = stage.gives();
    int classes = train.classes().size();
    Graph graph = new CommonCnn().graph(inner.shape(), classes, null);
    Network trained =
        shelf.classifier(
            named(name, seed),
            madeAs(recipe, graph) + "|" + stage.name() + stage.settings(),
            inner,
            classes,
            checkpoint -> {
              Network network = Network.create(graph, seed);
              Trainee trainee =
                  new DefendedTrainee(new NetworkTrainee(network, inner, classes), List.of(stage));
              new Trainer(recipe, Device.CPU, TrainingListener.silent())
                  .train(train, Optional.empty(), trainee, checkpoint);
              return network;
            });
    return new NetworkModel(name, trained, inner, classes);
  }

  /** A network that takes noise away. */
  Autoencoder autoencoder(double noise, int epochs, long seed) {
    InputSpec input = train.input();
    Graph graph = new DenoisingAutoencoder().graph(input.shape(), input.low(), input.high());
    Course course =
        new Course(ADAM, ONE_CYCLE, epochs, BATCH, 0, List.of(), 0, seed, Refinements.NONE);
    NoiseLevels levels = new NoiseLevels(0, noise);
    Network network =
        shelf.purifier(
            named("autoencoder", seed),
            madeAs("denoising%s, %d epochs, seed %d".formatted(levels, epochs, seed), graph),
            input,
            checkpoint -> {
              Network fresh = Network.create(graph, seed);
              new DenoiserTrainer(levels, course, Device.CPU, new RunListener<>() {})
                  .train(train, Optional.empty(), fresh, checkpoint);
              return fresh;
            });
    return new Autoencoder(network, "suite", input);
  }

  /** A detector, fitted to the first samples to train with, at 5 % false positives. */
  Watcher detector(String spec, NetworkModel net, long seed) {
    Rest classifier = new DifferentiableRest(net);
    Dataset learnt = DatasetView.slice(train, 0, LEARNT);
    Dataset calibrated = DatasetView.slice(test, test.size() / 2, test.size());
    Lessons lessons =
        new Lessons(
            classifier,
            net.layers(),
            net.input(),
            net.classes(),
            learnt,
            Optional.empty(),
            seed,
            Device.CPU);
    Score score = DetectorSpec.parse(spec).fit(lessons);
    Scores clean = Scores.of(score, classifier, calibrated, seed, Device.CPU, done -> {});
    return new Watcher(
        "suite",
        score,
        new Calibration(clean.scores()).at(FALSE_POSITIVES),
        calibrated.size(),
        SampleRange.of(calibrated),
        SampleRange.of(learnt),
        "",
        clean.unit(),
        "",
        net.input());
  }

  private String named(String name, long seed) {
    return "%s-%s-%d".formatted(train.name(), name, seed);
  }

  private String madeAs(Recipe recipe, Graph graph) {
    Objective objective = recipe.objective();
    String lesson =
        "%s%s, %d epochs, seed %d"
            .formatted(objective.name(), objective.settings(), recipe.epochs(), recipe.seed());
    return madeAs(lesson, graph);
  }

  private String madeAs(String lesson, Graph graph) {
    String loop = "batches of %d, %s, %s".formatted(BATCH, ADAM, ONE_CYCLE);
    return String.join("|", version, lesson, loop, graph.toString(), train.digest());
  }

  private static Recipe recipe(Objective objective, int epochs, long seed) {
    double warmup = objective.threats().isEmpty() ? 0 : epochs / 3.0;
    return new Recipe(objective, ADAM, ONE_CYCLE, epochs, BATCH, warmup, 0, List.of(), 0, seed);
  }
}
