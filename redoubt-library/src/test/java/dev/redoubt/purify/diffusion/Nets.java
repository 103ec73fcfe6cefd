package dev.redoubt.purify.diffusion;

import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Reshape;
import java.util.List;
import java.util.Map;

/** Small diffusion models. */
final class Nets {
  static final NoiseSchedule SCHEDULE = new NoiseSchedule(NoiseSchedule.Form.LINEAR, 1000);

  private Nets() {}

  /** Says that the noise is {@code factor x + perStep step} for inputs of two values. */
  static DiffusionModel affine(double factor, double perStep, double low, double high) {
    Graph.Builder builder = Graph.builder();
    builder.add("column", new Reshape(List.of(-1L, 1L)), Graph.TIME);
    String told = builder.then("told", new Linear(1, 2, false)).last();
    String x = builder.add("x", new Normalize(List.of(0.0), List.of(1 / factor)), Graph.INPUT);
    builder.add("noise", new Add(), x, told);
    Map<String, float[]> values =
        Map.of("told.weight", new float[] {(float) perStep, (float) perStep});
    InputSpec input = new InputSpec(List.of(2), low, high);
    return new DiffusionModel(Network.of(builder.build(), values), SCHEDULE, input);
  }

  /** A network with weights drawn at random, which does not do nothing at first. */
  static DiffusionBundle unet(InputSpec input) {
    Network network = Network.create(DiffusionUNet.of(8, 8).graph(input.shape()), 4);
    return new DiffusionBundle(new DiffusionModel(network, SCHEDULE, input), Map.of());
  }
}
