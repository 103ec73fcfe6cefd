package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed in the middle of a cascade ends as if it had not been, byte for byte. */
class KilledRunTest {
  private static final int SAMPLES = 24;
  private static final int FEATURES = 16;

  @TempDir private static Path folder = Path.of("");

  /** A random network, and points with the labels that it gives them. */
  @BeforeAll
  static void prepare() throws IOException {
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

  private static String[] attack(String out) {
    String command =
        "attack --quiet --threads 2 --batch 6 --model DIR/net.safetensors --data npz:DIR/points.npz"
            + " --split all --threat linf:0.03 --attack apgd-ce,apgd-t,fab-t,square --steps 40"
            + " --queries 1500 --curve-samples 0 --out DIR/"
            + out;
    return command.replace("DIR", folder.toString()).split(" ");
  }

  private static boolean journalled(Path journal) throws IOException {
    if (!Files.isDirectory(journal)) {
      return false;
    }
    try (Stream<Path> files = Files.list(journal)) {
      return files.anyMatch(file -> file.getFileName().toString().matches("batch-\\d+\\.npz"));
    }
  }

  @Test
  void sameSamplesAndWitnesses() throws IOException, InterruptedException {
    CommandLineRun whole = CommandLineRun.of(attack("whole"));
    assertThat(whole.code()).as(whole.err()).isZero();

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(attack("killed")));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Path journal = folder.resolve("killed").resolve(".journal");
    while (process.isAlive() && !journalled(journal)) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    assertThat(journalled(journal)).as("killed before its end").isTrue();
    assertThat(folder.resolve("killed").resolve("samples.jsonl")).doesNotExist();

    CommandLineRun resumed = CommandLineRun.of(attack("killed"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    for (String file : List.of("samples.jsonl", "witnesses.npz")) {
      assertThat(folder.resolve("killed").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(Files.readString(folder.resolve("whole").resolve("samples.jsonl")))
        .contains("survived", "\"attack\":\"apgd-ce\"");
  }
}
