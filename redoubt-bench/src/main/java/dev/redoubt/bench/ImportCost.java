package dev.redoubt.bench;

import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.onnx.OnnxExporter;
import dev.redoubt.model.onnx.OnnxImporter;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What it costs to have come in through ONNX: the forward pass of an imported network beside that
 * of the same network built by us, and the import of a file beside reading its bytes.
 */
@Command(name = "import", mixinStandardHelpOptions = true)
final class ImportCost implements Callable<Integer> {
  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--onnx", description = "Time the import of this file instead.")
  private @Nullable Path file;

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--rounds", defaultValue = "15")
  private int rounds = 15;

  @Override
  public Integer call() throws IOException {
    Engine.threads(threads);
    if (file == null) {
      forward();
    } else {
      read(file);
    }
    return 0;
  }

  private void forward() throws IOException {
    InputSpec input =
        arch.equals("resnet18") ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    Graph graph = Architectures.named(arch).graph(input.shape(), 10, null);
    Network ours = Network.create(graph, 0);
    List<String> labels = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    Path written = Files.createTempFile("redoubt", ".onnx");
    OnnxExporter.write(new ModelBundle(ours, input, labels, Map.of()), written);
    Network imported = OnnxImporter.read(written, Optional.empty()).network();
    Files.delete(written);
    long[] shape =
        LongStream.concat(LongStream.of(128), input.shape().stream().mapToLong(i -> i)).toArray();
    long[] ids = LongStream.range(0, 128).toArray();
    Tensor x = new Draws(0, ids, "bench").uniformLike(Tensors.zeros(DType.FLOAT32, shape), 0, 1);
    int passes = arch.equals("resnet18") ? 1 : 50;
    Interleaved times =
        Interleaved.time(() -> pass(ours, x, passes), () -> pass(imported, x, passes), 3, rounds);
    System.out.printf(
        "%s, batch 128, %d threads: ours %.3f ms a pass, imported %.3f ms, ratio %.3f%n",
        arch, threads, 1e3 * times.first() / passes, 1e3 * times.second() / passes, times.ratio());
  }

  private static void pass(Network network, Tensor x, int times) {
    for (int i = 0; i < times; i++) {
      Scope.run(() -> Autograd.noGrad(() -> network.forward(x, Mode.EVAL)));
    }
  }

  /** The first import of a process is the one that a user waits for; later ones show the work. */
  private void read(Path onnx) throws IOException {
    double first = Interleaved.seconds(() -> importOnce(onnx));
    Interleaved times =
        Interleaved.time(() -> bytes(onnx), () -> importOnce(onnx), 1, Math.max(1, rounds / 5));
    System.out.printf(
        "%s, %.0f MB: first import %.2f s, later %.2f s, reading the bytes %.2f s%n",
        onnx.getFileName(), Files.size(onnx) / 1e6, first, times.second(), times.first());
  }

  private static void importOnce(Path onnx) {
    OnnxImporter.read(onnx, Optional.empty()).network().close();
  }

  private static void bytes(Path onnx) {
    try {
      Files.readAllBytes(onnx);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
