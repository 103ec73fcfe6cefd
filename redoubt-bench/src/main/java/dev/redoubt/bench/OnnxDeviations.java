package dev.redoubt.bench;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.onnx.ImportedNetwork;
import dev.redoubt.model.onnx.OnnxImporter;
import dev.redoubt.onnxruntime.OnnxRuntimeModel;
import dev.redoubt.onnxruntime.OnnxRuntimeOptions;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A table (Markdown) of all ONNX files under some folders: how far the logits of the imported
 * network are from ONNX Runtime's on 100 random inputs, relative to the largest.
 */
@Command(name = "onnx-deviations", mixinStandardHelpOptions = true)
final class OnnxDeviations implements Callable<Integer> {
  private static final int SAMPLES = 100;

  @Parameters(paramLabel = "FOLDER", arity = "1..*")
  private List<Path> folders = List.of();

  @Override
  public Integer call() throws IOException {
    System.out.println("| file | opset | input | operators | largest deviation |");
    System.out.println("|---|---|---|---|---|");
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        System.out.println(row(folder, file));
      }
    }
    return 0;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          new ArrayList<>(
              all.filter(path -> path.toString().matches(".*\\.onnx(\\.gz)?")).toList());
      Collections.sort(files);
      return files;
    }
  }

  /** ONNX Runtime does not read packed files. */
  static Path unpacked(Path file) throws IOException {
    if (!file.toString().endsWith(".gz")) {
      return file;
    }
    Path copy = Files.createTempFile("redoubt", ".onnx");
    copy.toFile().deleteOnExit();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }

  private static String row(Path folder, Path file) throws IOException {
    ImportedNetwork imported = OnnxImporter.read(file, Optional.empty());
    InputSpec input = new InputSpec(imported.shape(), 0, 1);
    NetworkModel ours = new NetworkModel("ours", imported.network(), input, imported.classes());
    String deviation;
    try (OnnxRuntimeModel theirs =
        OnnxRuntimeModel.open("theirs", unpacked(file), OnnxRuntimeOptions.DEFAULT)) {
      deviation = "%.1e".formatted(Scope.value(() -> deviation(ours, theirs)));
    } catch (BadInputException e) {
      deviation = "not compared: " + e.getMessage();
    }
    return "| %s | %d | %s | %s | %s |"
        .formatted(
            folder.relativize(file),
            imported.opset(),
            imported.shape(),
            String.join(", ", imported.operators()),
            deviation);
  }

  private static double deviation(NetworkModel ours, OnnxRuntimeModel theirs) {
    long[] ids = LongStream.range(0, SAMPLES).toArray();
    long[] shape =
        LongStream.concat(LongStream.of(SAMPLES), ours.input().shape().stream().mapToLong(i -> i))
            .toArray();
    Draws draws = new Draws(0, ids, "bench");
    Tensor x = draws.uniformLike(Tensors.zeros(DType.FLOAT32, shape), 0, 1);
    double[] actual = ours.logits(x, draws).doubles();
    double[] expected = theirs.logits(x, draws).doubles();
    double scale = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    return scale == 0 ? largest : largest / scale;
  }
}
