package dev.redoubt.attack;

import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Small models and batches for tests of attacks. */
public final class Victims {
  private Victims() {}

  /** Logits {@code Wx + b}; one row of {@code weight} a class. */
  public static NetworkModel linear(float[][] weight, float[] bias, double low, double high) {
    int features = weight[0].length;
    float[] flat = new float[weight.length * features];
    for (int i = 0; i < weight.length; i++) {
      System.arraycopy(weight[i], 0, flat, i * features, features);
    }
    Graph graph = Graph.builder().then("fc", new Linear(features, weight.length)).build();
    return new NetworkModel(
        "linear",
        Network.of(graph, Map.of("fc.weight", flat, "fc.bias", bias)),
        new InputSpec(List.of(features), low, high),
        weight.length);
  }

  /** Two classes with the logits 0 and {@code w·x + b}. */
  public static NetworkModel halfSpace(float[] w, float b, double low, double high) {
    return linear(new float[][] {new float[w.length], w}, new float[] {0, b}, low, high);
  }

  /** Two hidden layers of 16 units with weights drawn from the seed, inputs in [0, 1]. */
  public static NetworkModel perceptron(int features, int classes, long seed) {
    Graph graph = new Mlp(List.of(16, 16)).graph(List.of(features), classes, null);
    return new NetworkModel(
        "mlp", Network.create(graph, seed), new InputSpec(List.of(features), 0, 1), classes);
  }

  /** A perceptron on images with values in [0, 1]. */
  public static NetworkModel pictures(int channels, int height, int width, int classes, long seed) {
    InputSpec input = InputSpec.image(channels, height, width);
    Graph graph = new Mlp(List.of(16, 16)).graph(input.shape(), classes, null);
    return new NetworkModel("pictures", Network.create(graph, seed), input, classes);
  }

  /** A batch of that shape with the model's own predictions as labels, so that all are right. */
  public static Batch predicted(NetworkModel model, float[] pixels, int n) {
    Batch flat = batch(pixels, new int[n]);
    long[] shape = new long[model.input().shape().size() + 1];
    Arrays.setAll(shape, i -> i == 0 ? n : model.input().shape().get(i - 1));
    Tensor inputs = Layout.reshape(flat.inputs(), shape);
    return new Batch(flat.ids(), inputs, model.predict(inputs, flat.draws(0, "")));
  }

  /** Values in [0, 1], of which about a quarter each are exactly 0 or exactly 1. */
  public static float[] pixels(int count, long seed) {
    RandomStream stream = RandomStream.of(seed, -1, "pixels");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.min(1, Math.max(0, 2 * stream.uniform() - 0.5));
    }
    return values;
  }

  /** Values of both signs. */
  public static float[] weights(int count, long seed) {
    float[] values = new float[count];
    RandomStream.of(seed, -1, "weights").fillGaussian(values, 0, count);
    return values;
  }

  /** A batch of rows with the ids 100, 101, … */
  public static Batch batch(float[] pixels, int... labels) {
    long[] ids = new long[labels.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = 100L + i;
    }
    return new Batch(
        ids,
        Tensors.of(pixels, labels.length, pixels.length / labels.length),
        Tensors.ofInts(labels));
  }
}
