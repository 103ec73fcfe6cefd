package dev.redoubt.model;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.weights.StateDict;
import dev.redoubt.model.weights.WeightMapping;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.AdvertorchLeNet5;
import dev.redoubt.nn.architecture.Architecture;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.testing.SharedData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MNIST, and classifiers of it that others have trained and reported on. */
final class PublishedModels {
  private static final InputSpec DIGIT = InputSpec.image(1, 28, 28);

  private PublishedModels() {}

  /** The 10,000 test images. */
  static Dataset mnist() {
    return Datasets.open("mnist:" + SharedData.require("mnist"), "test");
  }

  /** A common CNN from a state dict. */
  static NetworkModel common(String name) {
    return digits(name + ".npz", new CommonCnn(), null);
  }

  /** AdverTorch's LeNet-5, which was trained without any defence. */
  static NetworkModel advertorch() {
    return digits("advertorch_lenet5_clntrained.npz", new AdvertorchLeNet5(), null);
  }

  /** A classifier of digits from any state dict. */
  static NetworkModel digits(
      String file, Architecture architecture, @Nullable Normalize normalize) {
    StateDict dict = StateDict.read(SharedData.require("models/" + file));
    Graph graph = architecture.graph(DIGIT.shape(), 10, normalize);
    WeightMapping mapping = WeightMapping.of(graph, dict, List.of());
    return new NetworkModel(file, Network.of(graph, mapping.values(dict)), DIGIT, 10);
  }
}
