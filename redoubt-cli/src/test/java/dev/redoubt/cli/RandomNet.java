package dev.redoubt.cli;

import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A random network, and points with the labels that it gives them. */
final class RandomNet {
  static final int SAMPLES = 24;
  private static final int FEATURES = 16;

  private RandomNet() {}

  /** Writes {@code net.safetensors} and {@code points.npz}. */
  static void write(Path folder) throws IOException {
    InputSpec input = new InputSpec(List.of(FEATURES), 0, 1);
    Normalize normalize = new Normalize(List.of(.5), List.of(.1));
    Network network =
        Network.create(new Mlp(List.of(32)).graph(List.of(FEATURES), 5, normalize), 3);
    new ModelBundle(network, input, List.of("a", "b", "c", "d", "e"), Map.of())
        .write(folder.resolve("net.safetensors"));
    float[] points = new float[SAMPLES * FEATURES];
    RandomStream.of(1, -1, "points").fillUniform(points, 0, points.length, 0, 1);
    long[] labels =
        Scope.value(
            () ->
                new NetworkModel("net", network, input, 5)
                    .predict(Tensors.of(points, SAMPLES, FEATURES), Draws.NONE)
                    .longs());
    try (OutputStream out = Files.newOutputStream(folder.resolve("points.npz"))) {
      NpzWriter.write(
          out,
          Map.of(
              "inputs", NpyArray.of(points, SAMPLES, FEATURES),
              "labels", NpyArray.of(labels, SAMPLES)));
    }
  }
}
