package dev.redoubt.nn.architecture;

import dev.redoubt.BadInputException;
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
 * linear layers (100 units). With padding 0 ("valid" convolutions) it is the {@code ConvSmall} of
 * ETH's certification papers (Mirman et al. 2018).
 *
 * @param padding of both convolutions on each side, 1 or 0
 */
public record CommonCnn(int padding) implements Architecture {
  /** With padding 1, which halves the size exactly. */
  public CommonCnn() {
    this(1);
  }

  /** Checks the padding. */
  public CommonCnn {
    if (padding != 0 && padding != 1) {
      throw new BadInputException("common-cnn has padding " + padding + ", expected 0 or 1");
    }
  }

  @Override
  public String name() {
    return padding == 1 ? "common-cnn" : "common-cnn-valid";
  }

  @Override
  public Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize) {
    ImageShape image = ImageShape.of(name(), shape, padding == 1 ? 4 : 10);
    int height = halved(halved(image.height()));
    int width = halved(halved(image.width()));
    return ImageShape.start(normalize)
        .then("conv1", Conv2d.square(image.channels(), 16, 4, 2, padding))
        .then("relu1", new Relu())
        .then("conv2", Conv2d.square(16, 32, 4, 2, padding))
        .then("relu2", new Relu())
        .then("flatten", new Flatten())
        .then("fc1", new Linear(32 * height * width, 100))
        .then("relu3", new Relu())
        .then("fc2", new Linear(100, classes))
        .build();
  }

  /** What a 4×4 convolution of stride 2 leaves of a side. */
  private int halved(int side) {
    return (side + 2 * padding - 4) / 2 + 1;
  }
}
