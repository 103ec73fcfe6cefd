package dev.redoubt.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All specifications of VNN-COMP 2021 and 2022 that lie in the shared data. */
class PublishedSpecificationsTest {
  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(SharedData.require(folder))) {
      return all.filter(path -> path.toString().endsWith(".vnnlib.gz")).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vnncomp/mnistfc,           30, 784,  10, 9",
    "vnncomp/eran,              72, 784,  10, 9",
    "vnncomp/oval21,            30, 3072, 10, 9",
    "vnncomp2022/sri_resnet_a,  72, 3072, 10, 9",
  })
  void allAreRead(String folder, int count, int inputs, int outputs, int cases) throws IOException {
    assertThat(files(folder))
        .hasSize(count)
        .allSatisfy(
            file -> {
              Specification spec = VnnLibReader.read(file);
              assertThat(spec.inputs()).isEqualTo(inputs);
              assertThat(spec.outputs()).isEqualTo(outputs);
              assertThat(spec.cases()).hasSize(cases);
              assertThat(spec.byBox()).hasSize(1);
            });
  }

  @Test
  void propertyThreeOfAcasXuIsOneCase() {
    Specification spec = VnnLibReader.read(SharedData.require("vnncomp/test/test_prop.vnnlib.gz"));

    assertThat(spec.inputs()).isEqualTo(5);
    assertThat(spec.cases()).hasSize(1);
    UnsafeCase only = spec.cases().get(0);
    assertThat(only.conditions()).hasSize(4);
    assertThat(only.box().low(0)).isEqualTo(-0.30353115613746867);
    assertThat(only.box().high(2)).isEqualTo(0.49999999998567607);
    assertThat(only.slack(new double[] {1, 2, 3, 4, 1.5})).isEqualTo(.5);
  }

  @ParameterizedTest
  @CsvSource({"test_nano, 1, -1", "test_small, -1, -100", "test_tiny, -1, -100"})
  void tinyOnesHaveOneInputAndOneOutput(String name, double coefficient, double bound) {
    Path file = SharedData.require("vnncomp/test/" + name + ".vnnlib.gz");
    InputBox box = new InputBox(new double[] {-1}, new double[] {1});
    Inequality condition = new Inequality(List.of(new Inequality.Term(0, coefficient)), bound);

    assertThat(VnnLibReader.read(file))
        .isEqualTo(new Specification(1, 1, List.of(new UnsafeCase(box, List.of(condition)))));
  }
}
