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

/** MNIST, and classifiers that others have trained and reported on. */
public final class PublishedModels {
  private static final InputSpec DIGIT = InputSpec.image(1, 28, 28);
  private static final InputSpec PHOTO = InputSpec.image(3, 32, 32);

  private PublishedModels() {}

  /** The 10,000 test images. */
  public static Dataset mnist() {
    return Datasets.open("mnist:" + SharedData.require("mnist"), "test");
  }

  /** A common CNN from a state dict. */
  public static NetworkModel common(String name) {
    return digits(name + ".npz", new CommonCnn(), null);
  }

  /** AdverTorch's LeNet-5, which was trained without any defence. */
  public static NetworkModel advertorch() {
    return digits("advertorch_lenet5_clntrained.npz", new AdvertorchLeNet5(), null);
  }

  /** A common CNN for CIFAR-10 from alpha-beta-CROWN, which normalises its inputs. */
  public static NetworkModel cifar(String name) {
    Normalize normalize =
        new Normalize(
            List.of(125.3 / 255, 123.0 / 255, 113.9 / 255),
            List.of(63.0 / 255, 62.1 / 255, 66.7 / 255));
    return model(name + ".npz", PHOTO, new CommonCnn(), normalize);
  }

  /** A classifier of digits from any state dict. */
  static NetworkModel digits(
      String file, Architecture architecture, @Nullable Normalize normalize) {
    return model(file, DIGIT, architecture, normalize);
  }

  private static NetworkModel model(
      String file, InputSpec input, Architecture architecture, @Nullable Normalize normalize) {
    StateDict dict = StateDict.read(SharedData.require("models/" + file));
    Graph graph = architecture.graph(input.shape(), 10, normalize);
    WeightMapping mapping = WeightMapping.of(graph, dict, List.of());
    return new NetworkModel(file, Network.of(graph, mapping.values(dict)), input, 10);
  }
}
