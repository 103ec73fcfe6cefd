package dev.redoubt.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.model.weights.WeightMapping.Basis;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.architecture.ResNet18;
import dev.redoubt.testing.SharedData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays go to the weights that they belong to, or a sentence says all that is in the way. */
class WeightMappingTest {
  private static final Graph COMMON = new CommonCnn().graph(List.of(1, 28, 28), 10, null);

  /** Each array is filled with its number, so that what lands where shows. */
  private static StateDict dict(Map<String, List<Long>> shapes) {
    Map<String, StateArray> arrays = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = new float[shape.stream().reduce(1L, Math::multiplyExact).intValue()];
          Arrays.fill(values, arrays.size());
          arrays.put(name, new StateArray("float32", shape, values));
        });
    return new StateDict("net.pth", "PyTorch", arrays);
  }

  private static Map<String, List<Long>> shapes(Graph graph, UnaryOperator<String> rename) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    Network.forEachWeight(graph, (name, spec) -> shapes.put(rename.apply(name), spec.shape()));
    return shapes;
  }

  private static Map<String, List<Long>> reversed(Map<String, List<Long>> shapes) {
    List<String> names = new ArrayList<>(shapes.keySet());
    Collections.reverse(names);
    Map<String, List<Long>> turned = new LinkedHashMap<>();
    names.forEach(name -> turned.put(name, shapes.getOrDefault(name, List.of())));
    return turned;
  }

  @ParameterizedTest
  @CsvSource({
    "advertorch_lenet5_clntrained.npz, advertorch-lenet5, 1x28x28, NAMES",
    "mnist_lenet5_clntrained.pt,       advertorch-lenet5, 1x28x28, NAMES",
    "eran_cifar_conv_small_pgd.npz,    common-cnn-valid,  3x32x32, SHAPES",
    "eran_mnist_conv_small_nat.npz,    common-cnn-valid,  1x28x28, SHAPES",
    "fastadv_mnist_fgsm.npz,           common-cnn,        1x28x28, SHAPES",
    "fastadv_mnist_pgd.npz,            common-cnn,        1x28x28, SHAPES",
    "sdp_cifar_cnn_a_adv.npz,          common-cnn,        3x32x32, SHAPES",
    "sdp_cifar_cnn_a_mix.npz,          common-cnn,        3x32x32, SHAPES",
    "toy_mnist_2_20.npz,               mlp:20,            1x28x28, SHAPES",
    "wk_fashion_0.1.npz,               common-cnn,        1x28x28, SHAPES",
    "wk_mnist_0.1.npz,                 common-cnn,        1x28x28, SHAPES",
    "wk_mnist_0.1.pth,                 common-cnn,        1x28x28, SHAPES",
  })
  void publishedNetsFitTheirArchitectures(
      String file, String architecture, String shape, Basis basis) {
    StateDict dict = StateDict.read(SharedData.require("models/" + file));
    List<Integer> input = Arrays.stream(shape.split("x", -1)).map(Integer::valueOf).toList();
    Graph graph = Architectures.named(architecture).graph(input, 10, null);
    WeightMapping mapping = WeightMapping.of(graph, dict, List.of());

    assertThat(mapping.basis()).isEqualTo(basis);
    Network.of(graph, mapping.values(dict)).close();
  }

  @Test
  void namesComeFirstWhateverTheOrder() {
    Graph graph = new ResNet18().graph(List.of(3, 32, 32), 10, null);
    Map<String, List<Long>> shapes = reversed(shapes(graph, name -> name));
    shapes.put("bn1.num_batches_tracked", List.of());
    StateDict dict = dict(shapes);
    WeightMapping mapping = WeightMapping.of(graph, dict, List.of());

    assertThat(mapping.basis()).isEqualTo(Basis.NAMES);
    assertThat(mapping.assignments()).allMatch(a -> a.weight().equals(a.array()));
    assertThat(mapping.values(dict).getOrDefault("fc.bias", new float[0])).containsOnly(0);
  }

  @Test
  void renamingOfNamesAndPrefixes() {
    StateDict dict =
        dict(
            shapes(
                COMMON,
                name ->
                    name.replace("conv1.", "features.0.")
                        .replace("fc2.bias", "offset")
                        .replace("fc1.", "features.0x.")));
    List<Rename> renames = Rename.parse("features.0=conv1,offset=fc2.bias, features.0x = fc1");
    WeightMapping mapping = WeightMapping.of(COMMON, dict, renames);

    assertThat(mapping.basis()).isEqualTo(Basis.RENAMED);
    assertThat(mapping.lines())
        .contains("conv1.weight ← features.0.weight [16, 1, 4, 4]", "fc2.bias ← offset [10]");
    assertThat(mapping.values(dict).getOrDefault("conv1.bias", new float[0])).containsOnly(1);
  }

  @Test
  void shapesDecideWhereNoNameAgrees() {
    StateDict dict = dict(reversed(shapes(COMMON, name -> "net." + name)));
    WeightMapping mapping = WeightMapping.of(COMMON, dict, List.of());

    assertThat(mapping.basis()).isEqualTo(Basis.SHAPES);
    assertThat(mapping.assignments()).allMatch(a -> a.array().equals("net." + a.weight()));
    assertThat(mapping.values(dict).getOrDefault("conv1.weight", new float[0])).containsOnly(7);
  }

  /**
   * Hidden layers 2 and 3 are alike: only an order on which file and names agree tells them apart.
   */
  @Test
  void likeLayersAreToldApartByOrderOnly() {
    Graph graph = new Mlp(List.of(8, 8, 8)).graph(List.of(5), 3, null);
    UnaryOperator<String> numbers =
        name ->
            name.replace("fc1.", "7.")
                .replace("fc2.", "9.")
                .replace("fc3.", "10.")
                .replace("fc4.", "12.");
    WeightMapping mapping = WeightMapping.of(graph, dict(shapes(graph, numbers)), List.of());
    assertThat(mapping.lines()).contains("fc2.weight ← 9.weight [8, 8]", "fc3.bias ← 10.bias [8]");

    refused(graph, dict(reversed(shapes(graph, numbers))), "missing are fc1.weight [8, 5]");
  }

  /** Sorted by name, words fall into an order that is not the network's. */
  @Test
  void wordsSayNothingOfTheOrder() {
    Graph graph = new Mlp(List.of(8, 8, 8)).graph(List.of(5), 3, null);
    UnaryOperator<String> words =
        name ->
            name.replace("fc1", "one")
                .replace("fc2", "three")
                .replace("fc3", "two")
                .replace("fc4", "zero");

    refused(graph, dict(shapes(graph, words)), "missing are fc1.weight [8, 5]");
  }

  @Test
  void lastLayerIsFoundByName() {
    Graph graph = new ResNet18().graph(List.of(3, 32, 32), 7, null);
    StateDict dict = dict(reversed(shapes(graph, name -> name)));

    assertThat(WeightMapping.endsAlike(graph, dict)).isTrue();
    assertThat(WeightMapping.endsAlike(new ResNet18().graph(List.of(3, 32, 32), 10, null), dict))
        .isFalse();
  }

  @Test
  void allThatDoesNotFitIsListed() {
    Map<String, List<Long>> shapes =
        shapes(COMMON, name -> name.replace("conv1.weight", "conv_1.weight"));
    shapes.put("fc2.bias", List.of(11L));
    shapes.put("extra", List.of(2L, 3L));
    refused(
        COMMON,
        dict(shapes),
        "net.pth does not fit the network: missing are conv1.weight [16, 1, 4, 4] (is it"
            + " 'conv_1.weight'?); left over are conv_1.weight [16, 1, 4, 4], extra [2, 3]; of"
            + " another shape are fc2.bias [11] instead of [10]");
  }

  @Test
  void anotherShapeAloneIsRefused() {
    Map<String, List<Long>> shapes = shapes(COMMON, name -> "x" + name);
    shapes.put("xfc2.bias", List.of(11L));
    refused(COMMON, dict(shapes), "missing are conv1.weight");
    shapes.put("xfc2.bias", List.of(10L));
    shapes.put("more", List.of(10L));
    refused(COMMON, dict(shapes), "more [10]");
  }

  @Test
  void renamingThatMakesNoSenseIsRefused() {
    StateDict dict = dict(shapes(COMMON, name -> name));
    renamingRefused(dict, "nothing=conv1", "holds no array 'nothing' or 'nothing.…'");
    renamingRefused(dict, "conv1=conv2", "both 'conv1.weight' and 'conv2.weight'");
    for (String text : List.of("", "a", "=b", "a=", "a=b=c", "a=b,")) {
      assertThatThrownBy(() -> Rename.parse(text))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("expected old=new");
    }
  }

  private static void renamingRefused(StateDict dict, String renames, String message) {
    assertThatThrownBy(() -> WeightMapping.of(COMMON, dict, Rename.parse(renames)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }

  private static void refused(Graph graph, StateDict dict, String message) {
    assertThatThrownBy(() -> WeightMapping.of(graph, dict, List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }
}
