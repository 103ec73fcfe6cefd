package dev.redoubt.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** U-Nets of the library diffusers: their weights by name, and what they compute. */
class DiffusersUNetTest {
  private static final String FIXTURE = "fixture.";

  private static Path resource(String name) throws Exception {
    URL url = Objects.requireNonNull(DiffusersUNetTest.class.getResource(name), name);
    return Path.of(url.toURI());
  }

  /** Attention at one of three levels; halving pads at the end alone. */
  @Test
  void netWithAttentionGivesTheSame() throws Exception {
    DiffusionUNet unet = new DiffusionUNet(List.of(4, 8, 4), 1, Set.of(1), 2, true);
    assertGivesTheSame("unet-attention.safetensors", unet.graph(List.of(3, 8, 8)));
  }

  /** Two blocks a level; halving pads all around; images are not square. */
  @Test
  void plainNetGivesTheSame() throws Exception {
    DiffusionUNet unet = new DiffusionUNet(List.of(4, 8), 2, Set.of(), 4, false);
    assertGivesTheSame("unet-plain.safetensors", unet.graph(List.of(1, 8, 12)));
  }

  private static void assertGivesTheSame(String file, Graph graph) throws Exception {
    StateDict all = StateDict.read(resource(file));
    Map<String, StateArray> own = new LinkedHashMap<>(all.arrays());
    own.keySet().removeIf(name -> name.startsWith(FIXTURE));
    StateDict weights = new StateDict(all.source(), all.format(), own);
    WeightMapping mapping = WeightMapping.of(graph, weights, List.of());
    assertThat(mapping.basis()).isEqualTo(WeightMapping.Basis.NAMES);

    double[] expected = tensor(all, "output").doubles();
    double[] found =
        Scope.value(
            () -> {
              Network network = Network.of(graph, mapping.values(weights)).to(DType.FLOAT64);
              Pass pass = new Pass(Mode.EVAL, Draws.NONE);
              Tensor x = tensor(all, "x").to(DType.FLOAT64);
              Tensor steps = tensor(all, "steps").to(DType.FLOAT64);
              return network.forward(x, steps, pass).doubles();
            });
    float[] single =
        Scope.value(
            () -> {
              Network network = Network.of(graph, mapping.values(weights));
              Pass pass = new Pass(Mode.EVAL, Draws.NONE);
              Tensor x = Layout.channelsLast(tensor(all, "x"));
              return network.forward(x, tensor(all, "steps"), pass).floats();
            });

    assertThat(found).containsExactly(expected, within(1e-6));
    for (int i = 0; i < single.length; i++) {
      assertThat((double) single[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  private static Tensor tensor(StateDict dict, String name) {
    StateArray array = Objects.requireNonNull(dict.arrays().get(FIXTURE + name));
    return Tensors.of(array.floats(), array.shape().stream().mapToLong(n -> n).toArray());
  }

  /** The net of google/ddpm-cifar10-32, whose weights are too many to be kept here. */
  @Test
  void publishedNetHasTheSameWeights() throws Exception {
    List<String> lines = new ArrayList<>();
    Graph graph = DiffusionUNet.CIFAR.graph(List.of(3, 32, 32));
    Network.forEachWeight(graph, (name, spec) -> lines.add(name + " " + spec.shape() + "\n"));
    Collections.sort(lines);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] digest = sha.digest(String.join("", lines).getBytes(StandardCharsets.UTF_8));

    assertThat(lines.size() + " " + HexFormat.of().formatHex(digest))
        .isEqualTo(Files.readString(resource("unet-cifar-names.txt")).strip());
    long[] count = {0};
    Network.forEachWeight(graph, (name, spec) -> count[0] += spec.count());
    assertThat(count[0]).isEqualTo(35_746_307); // 35.7 million (Ho et al. 2020, appendix B)
  }
}
