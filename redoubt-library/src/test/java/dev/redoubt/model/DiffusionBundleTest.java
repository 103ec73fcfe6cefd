package dev.redoubt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A diffusion model in a file; damage is noticed, and so is a file of another kind. */
class DiffusionBundleTest {
  private static final InputSpec INPUT = new InputSpec(List.of(1, 8, 12), -1, 1);
  private static final NoiseSchedule SCHEDULE = new NoiseSchedule(NoiseSchedule.Form.COSINE, 300);
  private static final Map<String, Object> TRAINING = Map.of("task", "diffusion", "seed", 5);

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final Network network =
      Network.create(
          new DiffusionUNet(List.of(4, 4), 1, Set.of(0), 2, true).graph(INPUT.shape()), 5);
  private final DiffusionBundle bundle =
      new DiffusionBundle(new DiffusionModel(network, SCHEDULE, INPUT), TRAINING);

  @BeforeEach
  void write() {
    file = folder.resolve("diffusion.safetensors");
    bundle.write(file);
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> DiffusionBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("diffusion.safetensors")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(words);
  }

  @Test
  void everythingComesBackBitForBit() throws IOException {
    DiffusionBundle read = DiffusionBundle.read(file);

    assertThat(read.model().input()).isEqualTo(INPUT);
    assertThat(read.model().schedule()).isEqualTo(SCHEDULE);
    assertThat(read.training()).isEqualTo(TRAINING);
    assertThat(read.model().network().graph()).isEqualTo(network.graph());
    assertThat(read.model().network().values()).containsExactlyEntriesOf(network.values());
    assertThat(read.digest()).isEqualTo(bundle.digest()).matches("[0-9a-f]{64}");
    Safetensors content = Safetensors.read(file);
    assertThat(content.metadata())
        .containsEntry("format", "redoubt-diffusion/1")
        .containsEntry("digest", bundle.digest())
        .containsEntry("schedule", "{\"form\":\"cosine\",\"steps\":300}");
    assertThat(DiffusionBundle.isBundle(content)).isTrue();
    assertThat(DiffusionBundle.read("some name", Files.readAllBytes(file)).digest())
        .isEqualTo(bundle.digest());
    assertThat(read.to(Device.CPU).digest()).isEqualTo(bundle.digest());
  }

  @Test
  void digestNamesAllThatCounts() {
    DiffusionModel other =
        new DiffusionModel(network, new NoiseSchedule(NoiseSchedule.Form.LINEAR, 300), INPUT);

    assertThat(new DiffusionBundle(other, TRAINING).digest()).isNotEqualTo(bundle.digest());
    assertThat(new DiffusionBundle(bundle.model(), Map.of()).digest())
        .isNotEqualTo(bundle.digest());
  }

  @Test
  void damageIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] flipped = bytes.clone();
    flipped[bytes.length - 20] ^= 1;
    Files.write(file, flipped);
    refused("diffusion model", "corrupt", "digest");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    refused("truncated");
  }

  @Test
  void outputMustHaveTheShapeOfTheInput() {
    Network wide =
        Network.create(
            new DiffusionUNet(List.of(4), 1, Set.of(), 2, true).graph(List.of(1, 8, 8)), 5);
    Graph.Builder builder = Graph.builder();
    builder.add("waves", new Sinusoid(4), Graph.TIME);
    Network unfit = Network.create(builder.then("fc", new Linear(4, 3)).build(), 5);
    InputSpec two = new InputSpec(List.of(2), 0, 1);

    new DiffusionBundle(new DiffusionModel(unfit, SCHEDULE, two), Map.of()).write(file);
    refused("[1, 3]", "expected that of its input, [1, 2]");
    new DiffusionBundle(new DiffusionModel(wide, SCHEDULE, two), Map.of()).write(file);
    refused("its graph, weights and input shape do not fit together");
  }

  @Test
  void networkMustBeToldTheStepAndNotBeRandom() {
    Network deaf = Network.create(new DenoisingAutoencoder(2).graph(INPUT.shape(), -1, 1), 5);
    written(deaf, Map.of("form", "linear", "steps", 10));
    refused("can't be used", "wants a network that is told the step");

    Graph.Builder builder = Graph.builder();
    builder.add("noise", new RandomNormal(List.of(new Extent(1, true)), 0, 1), Graph.INPUT);
    builder.add("waves", new Sinusoid(4), Graph.TIME);
    written(Network.create(builder.build(), 5), Map.of("form", "linear", "steps", 10));
    refused("can't be used", "is not random");
  }

  @Test
  void scheduleMustBeOneOfOurs() {
    written(network, Map.of("form", "linear", "steps", 1));
    refused("can't be used", "from 2 to 100,000 steps, not 1");
    written(network, Map.of("form", "sigmoid", "steps", 100));
    refused("can't be used", "sigmoid");
    written(network, "cosine");
    refused("can't be used");
  }

  private void written(Network network, Object schedule) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("input", INPUT);
    facts.put("schedule", schedule);
    facts.put("training", Map.of());
    NetworkFile.of(NetworkFile.Kind.DIFFUSION, network, facts).write(file);
  }

  @Test
  void noneIsTakenForAnother() {
    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "diffusion.safetensors is not a Redoubt model",
            "a Redoubt diffusion model",
            "no classes");
    assertThatThrownBy(() -> PurifierBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("is not a Redoubt purifier", "a Redoubt diffusion model");

    Network classifier = Network.create(new CommonCnn().graph(INPUT.shape(), 3, null), 5);
    new ModelBundle(classifier, INPUT, List.of("a", "b", "c"), Map.of()).write(file);
    refused("is not a Redoubt diffusion model", "a Redoubt model, which gives classes");
    assertThat(DiffusionBundle.isBundle(Safetensors.read(file))).isFalse();
    Network denoiser = Network.create(new DenoisingAutoencoder(2).graph(INPUT.shape(), -1, 1), 5);
    new PurifierBundle(denoiser, INPUT, Map.of()).write(file);
    refused("is not a Redoubt diffusion model", "a Redoubt purifier");
  }

  /** A network that is told the time is neither a classifier nor a purifier. */
  @Test
  void timedNetworksFitNoOtherKind() {
    Network table = Network.create(new DiffusionMlp(8, 1).graph(List.of(3)), 5);
    InputSpec input = new InputSpec(List.of(3), 0, 1);
    new ModelBundle(table, input, List.of("a", "b", "c"), Map.of()).write(file);
    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("can't be used", "told the time of each sample");
    new PurifierBundle(table, input, Map.of()).write(file);
    assertThatThrownBy(() -> PurifierBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("can't be used", "told the time of each sample");
  }
}
