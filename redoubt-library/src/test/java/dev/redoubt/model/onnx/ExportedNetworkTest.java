package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.catalog.Architectures;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Divide;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Subtract;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks exported: in ONNX Runtime and imported again they give the same logits. */
class ExportedNetworkTest {
  static List<Arguments> architectures() {
    List<Arguments> cases = new ArrayList<>();
    for (String name : Architectures.names()) {
      List<List<Integer>> shapes = new ArrayList<>();
      shapes.add(List.of(1, 28, 28));
      shapes.add(name.equals("resnet18") ? List.of(3, 9, 12) : List.of(3, 36, 20));
      if (name.equals("mlp")) {
        shapes.add(List.of(57));
      }
      shapes.forEach(shape -> cases.add(Arguments.of(name, shape)));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void architecturesSurvive(String name, List<Integer> shape) throws Exception {
    Graph graph = Architectures.named(name).graph(shape, 5, null);
    try (Network network = Exported.random(graph)) {
      Graph again = Exported.assertSurvives(network, shape, 0, 1);

      assertThat(again).isEqualTo(graph);
    }
  }

  @Test
  void normalisationStaysInside() throws Exception {
    List<Integer> shape = List.of(3, 16, 12);
    Normalize normalize = new Normalize(List.of(.49, .48, .45), List.of(.2, .3, .25));
    Graph graph = Architectures.named("common-cnn").graph(shape, 4, normalize);
    try (Network network = Exported.random(graph)) {
      List<Operator> again = Exported.operators(Exported.assertSurvives(network, shape, 0, 1));

      Constant perChannel = new Constant(List.of(1L, 3L, 1L, 1L));
      assertThat(again.subList(0, 4))
          .containsExactly(perChannel, new Subtract(), perChannel, new Divide());
      assertThat(again.subList(4, again.size()))
          .isEqualTo(Exported.operators(graph).subList(1, graph.nodes().size()));
    }
  }

  static List<Path> published() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("models", "vnncomp/oval21", "vnncomp/eran", "vnncomp/test")) {
      try (Stream<Path> all = Files.walk(SharedData.require(folder))) {
        all.filter(path -> path.toString().endsWith(".onnx")).sorted().forEach(files::add);
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("published")
  void importedFilesSurvive(Path file) throws Exception {
    ImportedNetwork imported = OnnxImporter.read(file, Optional.empty());
    try (Network network = imported.network()) {
      Graph again = Exported.assertSurvives(network, imported.shape(), 0, 1);

      assertThat(Exported.operators(again)).isEqualTo(Exported.operators(network.graph()));
    }
  }
}
