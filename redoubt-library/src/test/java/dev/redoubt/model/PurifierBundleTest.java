package dev.redoubt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A purifier in a file; damage is noticed, and so is a file of another kind. */
class PurifierBundleTest {
  private static final InputSpec INPUT = new InputSpec(List.of(1, 9, 8), -1, 1);

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private final PurifierBundle bundle =
      new PurifierBundle(
          Network.create(new DenoisingAutoencoder(2).graph(INPUT.shape(), -1, 1), 5),
          INPUT,
          Map.of("task", "denoise", "seed", 5));

  @BeforeEach
  void write() {
    file = folder.resolve("purifier.safetensors");
    bundle.write(file);
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> PurifierBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("purifier.safetensors")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(words);
  }

  @Test
  void everythingComesBackBitForBit() {
    PurifierBundle read = PurifierBundle.read(file);

    assertThat(read.input()).isEqualTo(INPUT);
    assertThat(read.training()).isEqualTo(bundle.training());
    assertThat(read.network().graph()).isEqualTo(bundle.network().graph());
    assertThat(read.network().values()).containsExactlyEntriesOf(bundle.network().values());
    assertThat(read.digest()).isEqualTo(bundle.digest()).matches("[0-9a-f]{64}");
    assertThat(Safetensors.read(file).metadata())
        .containsEntry("format", "redoubt-purifier/1")
        .containsEntry("digest", bundle.digest());
  }

  @Test
  void damageIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] flipped = bytes.clone();
    flipped[bytes.length - 20] ^= 1;
    Files.write(file, flipped);
    refused("purifier", "corrupt", "digest");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    refused("truncated");
  }

  @Test
  void outputMustHaveTheShapeOfTheInput() {
    Network classifier = Network.create(new CommonCnn().graph(INPUT.shape(), 3, null), 5);
    new PurifierBundle(classifier, INPUT, Map.of()).write(file);

    refused("[1, 3]", "expected that of its input, [1, 1, 9, 8]");
  }

  @Test
  void neitherIsTakenForTheOther() {
    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "purifier.safetensors is not a Redoubt model", "a Redoubt purifier", "no classes");

    Network classifier = Network.create(new CommonCnn().graph(INPUT.shape(), 3, null), 5);
    new ModelBundle(classifier, INPUT, List.of("a", "b", "c"), Map.of()).write(file);
    refused("is not a Redoubt purifier", "a Redoubt model, which gives classes");
  }
}
