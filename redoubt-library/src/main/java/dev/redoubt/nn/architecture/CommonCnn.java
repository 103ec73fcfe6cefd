package dev.redoubt.nn.architecture;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The small convolutional net that much of the robustness literature reports MNIST results on (Wong
 * and Kolter 2018, Wong et al. 2020): two 4×4 convolutions of stride 2 (16 and 32 channels) and two
 * linear layers (100 units).
 */
public final class CommonCnn implements Architecture {
  @Override
  public String name() {
    return "common-cnn";
  }

  @Override
  public Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize) {
    ImageShape image = ImageShape.of(name(), shape, 4);
    int height = image.height() / 2 / 2;
    int width = image.width() / 2 / 2;
    return ImageShape.start(normalize)
        .then("conv1", Conv2d.square(image.channels(), 16, 4, 2, 1))
        .then("relu1", new Relu())
        .then("conv2", Conv2d.square(16, 32, 4, 2, 1))
        .then("relu2", new Relu())
        .then("flatten", new Flatten())
        .then("fc1", new Linear(32 * height * width, 100))
        .then("relu3", new Relu())
        .then("fc2", new Linear(100, classes))
        .build();
  }
}
