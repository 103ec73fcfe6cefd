package dev.redoubt.attack;

import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpyFormat;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.testing.SharedData;
import java.util.Map;

/**
 * The small MNIST net that the tests of the Adversarial Robustness Toolbox share: convolution 7×7,
 * ReLU, maximum over 4×4, dense. Its weights are stored as TensorFlow lays them out.
 */
final class ArtNet {
  private ArtNet() {}

  static NetworkModel open() {
    Graph graph =
        Graph.builder()
            .then("conv", Conv2d.square(1, 1, 7, 1, 0))
            .then("relu", new Relu())
            .then("pool", MaxPool2d.square(4))
            .then("flatten", new Flatten())
            .then("dense", new Linear(25, 10))
            .build();
    Map<String, float[]> weights =
        Map.of(
            "conv.weight", convolution(read("W_CONV2D_MNIST")),
            "conv.bias", read("B_CONV2D_MNIST").floats(),
            "dense.weight", transposed(read("W_DENSE_MNIST")),
            "dense.bias", read("B_DENSE_MNIST").floats());
    return new NetworkModel("art", Network.of(graph, weights), InputSpec.image(1, 28, 28), 10);
  }

  private static NpyArray read(String name) {
    return NpyFormat.read(SharedData.require("art/models/" + name + ".npy"));
  }

  /** From height, width, in, out to out, in, height, width. */
  private static float[] convolution(NpyArray hwio) {
    float[] values = hwio.floats();
    int area = hwio.shape()[0] * hwio.shape()[1];
    int in = hwio.shape()[2];
    int out = hwio.shape()[3];
    float[] moved = new float[values.length];
    for (int from = 0; from < values.length; from++) {
      int place = from / (in * out);
      int channel = from / out % in;
      int filter = from % out;
      moved[(filter * in + channel) * area + place] = values[from];
    }
    return moved;
  }

  /** From in, out to out, in. */
  private static float[] transposed(NpyArray matrix) {
    float[] values = matrix.floats();
    int in = matrix.shape()[0];
    int out = matrix.shape()[1];
    float[] moved = new float[values.length];
    for (int i = 0; i < in; i++) {
      for (int j = 0; j < out; j++) {
        moved[j * in + i] = values[i * out + j];
      }
    }
    return moved;
  }
}
