package dev.redoubt.detect.fit;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.pipeline.DifferentiableRest;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.RandomStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small classifiers and what detectors of theirs learn from. */
public final class Classroom {
  /** Classes of all classifiers here. */
  public static final int CLASSES = 3;

  /** Inputs of {@link #perceptron}. */
  public static final InputSpec TABLE = new InputSpec(List.of(6), 0, 1);

  /** Inputs of {@link #pictures}. */
  public static final InputSpec IMAGE = InputSpec.image(1, 6, 6);

  private Classroom() {}

  /** Hidden layers {@code tanh1} of 8 and {@code relu2} of 7 units. */
  public static NetworkModel perceptron() {
    Graph graph =
        Graph.builder()
            .then("fc1", new Linear(6, 8))
            .then("tanh1", new Pointwise(Pointwise.Function.TANH))
            .then("fc2", new Linear(8, 7))
            .then("relu2", new Relu())
            .then("fc3", new Linear(7, CLASSES))
            .build();
    return model(graph, TABLE);
  }

  /** Hidden layers {@code relu1} of 4×6×6 and {@code relu2} of 9 units. */
  public static NetworkModel pictures() {
    Graph graph =
        Graph.builder()
            .then("conv1", Conv2d.square(1, 4, 3, 1, 1))
            .then("relu1", new Relu())
            .then("flatten", new Flatten())
            .then("fc1", new Linear(144, 9))
            .then("relu2", new Relu())
            .then("fc2", new Linear(9, CLASSES))
            .build();
    return model(graph, IMAGE);
  }

  /** Weights several times as large as usual, so that layers differ between samples. */
  private static NetworkModel model(Graph graph, InputSpec input) {
    Map<String, float[]> weights = new HashMap<>(Network.create(graph, 3).values());
    for (float[] values : weights.values()) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= 3;
      }
    }
    return new NetworkModel("pupil", Network.of(graph, weights), input, CLASSES);
  }

  /** Samples of three classes in turn; each class has a mean of its own, with noise around it. */
  public static Dataset samples(InputSpec input, int count, long seed) {
    int features = input.features();
    float[] values = new float[count * features];
    int[] labels = new int[count];
    for (int row = 0; row < count; row++) {
      labels[row] = row % CLASSES;
      RandomStream stream = RandomStream.of(seed, row, "samples");
      for (int i = 0; i < features; i++) {
        double mean = (i + labels[row]) % CLASSES == 0 ? .7 : .4;
        values[row * features + i] = (float) clip(mean + .12 * stream.gaussian());
      }
    }
    return dataset(input, labels, values);
  }

  /** The samples of a dataset, each value changed. */
  public static Dataset changed(Dataset samples, Change change) {
    int features = samples.input().features();
    float[] values = new float[samples.size() * features];
    int[] labels = new int[samples.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = samples.label(row);
      samples.read(row, values, row * features);
      for (int i = 0; i < features; i++) {
        int at = row * features + i;
        values[at] = (float) clip(change.of(values[at], row, i));
      }
    }
    return dataset(samples.input(), labels, values);
  }

  /** A value of a sample becomes another. */
  public interface Change {
    /** The value at a place of a row. */
    double of(double value, int row, int place);
  }

  private static double clip(double value) {
    return Math.min(1, Math.max(0, value));
  }

  private static Dataset dataset(InputSpec input, int[] labels, float[] values) {
    return FloatDataset.of(
        new DatasetInfo("classroom", "train", input, List.of("red", "green", "blue")),
        labels,
        values);
  }

  /** What is learnt from these samples alone. */
  public static Lessons lessons(FeatureModel model, Dataset clean) {
    return new Lessons(
        new DifferentiableRest(model),
        model.layers(),
        model.input(),
        CLASSES,
        clean,
        Optional.empty(),
        11,
        Device.CPU);
  }

  /** The same with a contrast: "adversarial" samples have every other value pulled to its end. */
  public static Lessons contrasted(FeatureModel model, Dataset clean) {
    Dataset noisy = changed(clean, (value, row, i) -> value + ((row + i) % 2 == 0 ? .02 : -.02));
    Dataset far = changed(clean, (value, row, i) -> i % 2 == 0 ? value : value > .5 ? .95 : .05);
    Lessons plain = lessons(model, clean);
    return new Lessons(
        plain.classifier(),
        plain.layers(),
        plain.input(),
        CLASSES,
        clean,
        Optional.of(new Contrast(clean, noisy, far, Map.of())),
        plain.seed(),
        plain.device());
  }
}
