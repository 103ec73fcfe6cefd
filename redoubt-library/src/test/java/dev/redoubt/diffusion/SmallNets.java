package dev.redoubt.diffusion;

import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.NoiseSchedule.Form;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Set;

/** Diffusion models that have learnt nothing, but compute something. */
final class SmallNets {
  static final InputSpec IMAGES = InputSpec.image(1, 8, 8);

  private SmallNets() {}

  /** All parts of a U-Net, with weights drawn at random rather than at their start. */
  static DiffusionModel unet(DType type) {
    DiffusionUNet unet = new DiffusionUNet(List.of(4, 8), 1, Set.of(1), 2, true);
    Network network = Network.create(unet.graph(IMAGES.shape()), 8);
    return new DiffusionModel(network.to(type), new NoiseSchedule(Form.LINEAR, 1000), IMAGES);
  }

  /** Images in [-1, 1]. */
  static double[] images(int rows) {
    double[] values = new double[rows * IMAGES.features()];
    RandomStream stream = RandomStream.of(5, rows, "images");
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * stream.uniform() - 1;
    }
    return values;
  }

  static Tensor tensor(double[] images, DType type) {
    return Tensors.of(images, images.length / IMAGES.features(), 1, 8, 8).to(type);
  }
}
