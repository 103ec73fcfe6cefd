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
 * LeNet-5 (LeCun et al. 1998) as it is trained today: ReLU and maximum pooling in place of the
 * sigmoids and the trained subsampling. The first convolution keeps the size (padding 2).
 */
public final class LeNet5 implements Architecture {
  @Override
  public String name() {
    return "lenet5";
  }

  @Override
  public Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize) {
    ImageShape image = ImageShape.of(name(), shape, 12);
    int height = (image.height() / 2 - 4) / 2;
    int width = (image.width() / 2 - 4) / 2;
    return ImageShape.start(normalize)
        .then("conv1", Conv2d.square(image.channels(), 6, 5, 1, 2))
        .then("relu1", new Relu())
        .then("pool1", MaxPool2d.square(2))
        .then("conv2", Conv2d.square(6, 16, 5, 1, 0))
        .then("relu2", new Relu())
        .then("pool2", MaxPool2d.square(2))
        .then("flatten", new Flatten())
        .then("fc1", new Linear(16 * height * width, 120))
        .then("relu3", new Relu())
        .then("fc2", new Linear(120, 84))
        .then("relu4", new Relu())
        .then("fc3", new Linear(84, classes))
        .build();
  }
}
