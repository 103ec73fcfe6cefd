package dev.redoubt.model;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpzReader;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.testing.SharedData;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** MNIST, and classifiers of it that others have trained and reported on. */
public final class PublishedModels {
  private static final InputSpec DIGIT = InputSpec.image(1, 28, 28);
  private static final InputSpec PHOTO = InputSpec.image(3, 32, 32);

  /** The names of a state dict of {@code Sequential}. */
  private static final Map<String, String> COMMON =
      Map.of("0", "conv1", "2", "conv2", "5", "fc1", "7", "fc2");

  private PublishedModels() {}

  /** The 10,000 test images. */
  public static Dataset mnist() {
    return Datasets.open("mnist:" + SharedData.require("mnist"), "test");
  }

  /** A common CNN from a state dict. */
  public static NetworkModel common(String name) {
    return model(name, DIGIT, new CommonCnn().graph(DIGIT.shape(), 10, null), COMMON);
  }

  /** A common CNN for CIFAR-10 from alpha-beta-CROWN, which normalises its inputs. */
  public static NetworkModel cifar(String name) {
    Normalize normalize =
        new Normalize(
            List.of(125.3 / 255, 123.0 / 255, 113.9 / 255),
            List.of(63.0 / 255, 62.1 / 255, 66.7 / 255));
    return model(name, PHOTO, new CommonCnn().graph(PHOTO.shape(), 10, normalize), COMMON);
  }

  /** Advertorch's LeNet-5, which was trained without any defence. */
  public static NetworkModel advertorch() {
    Graph graph =
        Graph.builder()
            .then("conv1", Conv2d.square(1, 32, 3, 1, 1))
            .then("relu1", new Relu())
            .then("pool1", MaxPool2d.square(2))
            .then("conv2", Conv2d.square(32, 64, 3, 1, 1))
            .then("relu2", new Relu())
            .then("pool2", MaxPool2d.square(2))
            .then("flatten", new Flatten())
            .then("linear1", new Linear(64 * 7 * 7, 200))
            .then("relu3", new Relu())
            .then("linear2", new Linear(200, 10))
            .build();
    return model("advertorch_lenet5_clntrained", DIGIT, graph, Map.of());
  }

  private static NetworkModel model(
      String name, InputSpec input, Graph graph, Map<String, String> renamed) {
    Map<String, float[]> weights =
        NpzReader.read(SharedData.require("models/" + name + ".npz")).entrySet().stream()
            .collect(
                Collectors.toMap(e -> rename(e.getKey(), renamed), e -> e.getValue().floats()));
    return new NetworkModel(name, Network.of(graph, weights), input, 10);
  }

  private static String rename(String key, Map<String, String> renamed) {
    String node = key.substring(0, key.lastIndexOf('.'));
    return renamed.getOrDefault(node, node) + key.substring(node.length());
  }
}
