package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/** A task small enough to be trained on in milliseconds, and networks for it. */
public final class TinyTask {
  public static final InputSpec INPUT = InputSpec.image(1, 6, 6);

  private TinyTask() {}

  /** Noise images; class 1 is brighter on the left. */
  public static Dataset images(int n, long seed) {
    int features = INPUT.features();
    float[] values = new float[n * features];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(seed, i, "image");
      labels[i] = stream.below(2);
      for (int j = 0; j < features; j++) {
        boolean left = j % 6 < 3;
        values[i * features + j] =
            (float) (.8 * stream.uniform() + (left == (labels[i] == 1) ? .2 : 0));
      }
    }
    return FloatDataset.of(
        new DatasetInfo("noise", "train", INPUT, List.of("right", "left")), labels, values);
  }

  /** One linear layer. */
  public static Graph linear() {
    return Graph.builder().then("flatten", new Flatten()).then("fc", new Linear(36, 2)).build();
  }

  /** A residual block with batch normalisation. */
  public static Graph residual() {
    Graph.Builder builder = Graph.builder();
    String stem =
        builder
            .then("conv1", Conv2d.square(1, 4, 3, 1, 1, false))
            .then("bn1", new BatchNorm(4))
            .then("relu1", new Relu())
            .last();
    String body =
        builder.then("conv2", Conv2d.square(4, 4, 3, 1, 1)).then("bn2", new BatchNorm(4)).last();
    builder.add("add", new Add(), body, stem);
    return builder
        .then("relu2", new Relu())
        .then("pool", new GlobalAvgPool())
        .then("flatten", new Flatten())
        .then("fc", new Linear(4, 2))
        .build();
  }

  /** A short recipe. */
  public static Recipe recipe(
      Objective objective, Optimizer.Settings optimizer, int epochs, long seed) {
    return new Recipe(
        objective, optimizer, new Schedule.Constant(), epochs, 16, 0, 0, List.of(), 0, seed);
  }

  /** Plain gradient descent. */
  public static Optimizer.Settings descent(double rate) {
    return new Optimizer.Sgd(rate, 0, false, 0);
  }

  /** All of a dataset as one lesson, to be called within a scope. */
  public static Lesson lesson(Network network, Dataset data, double epsilonFactor) {
    NetworkTrainee trainee = new NetworkTrainee(network, data.input(), data.classes().size());
    Batch batch = Batch.read(data, IntStream.range(0, data.size()).toArray(), Device.CPU);
    return new Lesson(
        trainee.view(), trainee, batch, epsilonFactor, 0, batch.draws(0, "test"), new Carried());
  }

  public static Trainer trainer(Recipe recipe) {
    return new Trainer(recipe, Device.CPU, TrainingListener.silent());
  }
}
