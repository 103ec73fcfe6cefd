package dev.redoubt.nn.architecture;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ResNet-18 (He et al. 2016) in the form used on CIFAR: a 3×3 first convolution without pooling,
 * and strides 1, 2, 2, 2. Weight names are torchvision's.
 */
public final class ResNet18 implements Architecture {
  @Override
  public String name() {
    return "resnet18";
  }

  @Override
  public Graph graph(List<Integer> shape, int classes, @Nullable Normalize normalize) {
    ImageShape image = ImageShape.of(name(), shape, 8);
    Graph.Builder builder =
        ImageShape.start(normalize)
            .then("conv1", Conv2d.square(image.channels(), 64, 3, 1, 1, false))
            .then("bn1", new BatchNorm(64))
            .then("relu", new Relu());
    int channels = 64;
    for (int stage = 1; stage <= 4; stage++) {
      int width = 64 << (stage - 1);
      for (int block = 0; block < 2; block++) {
        int stride = stage > 1 && block == 0 ? 2 : 1;
        residual(builder, "layer" + stage + "." + block, channels, width, stride);
        channels = width;
      }
    }
    return builder
        .then("avgpool", new GlobalAvgPool())
        .then("flatten", new Flatten())
        .then("fc", new Linear(512, classes))
        .build();
  }

  /** The block of two convolutions (figure 5, left), with a projection where the shape changes. */
  private static void residual(
      Graph.Builder builder, String name, int channels, int width, int stride) {
    String input = builder.last();
    String body =
        builder
            .then(name + ".conv1", Conv2d.square(channels, width, 3, stride, 1, false))
            .then(name + ".bn1", new BatchNorm(width))
            .then(name + ".relu1", new Relu())
            .then(name + ".conv2", Conv2d.square(width, width, 3, 1, 1, false))
            .then(name + ".bn2", new BatchNorm(width))
            .last();
    String shortcut = input;
    if (stride != 1 || channels != width) {
      builder.add(
          name + ".downsample.0", Conv2d.square(channels, width, 1, stride, 0, false), input);
      shortcut = builder.then(name + ".downsample.1", new BatchNorm(width)).last();
    }
    builder.add(name + ".add", new Add(), body, shortcut);
    builder.then(name + ".relu2", new Relu());
  }
}
