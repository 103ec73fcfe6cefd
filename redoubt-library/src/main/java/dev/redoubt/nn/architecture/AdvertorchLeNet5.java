package dev.redoubt.nn.architecture;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What AdverTorch (Ding, Wang and Jin 2019) calls LeNet-5: two 3×3 convolutions that keep the size
 * (32 and 64 channels), each with ReLU and maximum pooling, and two linear layers (200 units).
 * Weight names are AdverTorch's.
 */
public final class AdvertorchLeNet5 implements Architecture {
  @Override
  public String name() {
    return "advertorch-lenet5";
  }

  @Override
  public Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize) {
    ImageShape image = ImageShape.of(name(), shape, 4);
    int height = image.height() / 2 / 2;
    int width = image.width() / 2 / 2;
    return ImageShape.start(normalize)
        .then("conv1", Conv2d.square(image.channels(), 32, 3, 1, 1))
        .then("relu1", new Relu())
        .then("maxpool1", MaxPool2d.square(2))
        .then("conv2", Conv2d.square(32, 64, 3, 1, 1))
        .then("relu2", new Relu())
        .then("maxpool2", MaxPool2d.square(2))
        .then("flatten", new Flatten())
        .then("linear1", new Linear(64 * height * width, 200))
        .then("relu3", new Relu())
        .then("linear2", new Linear(200, classes))
        .build();
  }
}
