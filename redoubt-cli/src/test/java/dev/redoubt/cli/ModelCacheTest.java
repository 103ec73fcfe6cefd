package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.compare.TrainingPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken from the cache, and what is made again. */
class ModelCacheTest {
  private static final Map<String, String> MADE_FROM = Map.of("redoubt", "1.0", "seed", "0");

  @TempDir private Path folder = Path.of("");
  private final List<String> said = new ArrayList<>();
  private final List<Path> checkpoints = new ArrayList<>();
  private ModelCache cache = new ModelCache(Path.of(""), said::add);
  private int made;

  @BeforeEach
  void open() {
    cache = new ModelCache(folder, said::add);
  }

  private ModelCache.Entry take(Map<String, String> madeFrom) throws IOException {
    return cache.take(
        "net",
        madeFrom,
        (file, checkpoint) -> {
          made++;
          if (Files.exists(checkpoint)) {
            checkpoints.add(checkpoint);
          }
          Files.writeString(checkpoint, "half done");
          Files.writeString(file, "weights " + made);
          return new TrainingPart("net", made, 10, 20);
        });
  }

  @Test
  void whatIsThereIsNotMadeAgainAndCostsWhatItDid() throws IOException {
    take(MADE_FROM);
    ModelCache.Entry entry = take(MADE_FROM);
    assertThat(made).isEqualTo(1);
    assertThat(entry.cost()).isEqualTo(new TrainingPart("net", 1, 10, 20));
    assertThat(said).isEmpty();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("net.safetensors", "net.json");
    assertThat(ModelCache.costOf(entry.file())).contains(entry.cost());
  }

  @Test
  void whatAnotherVersionMadeIsMadeAgainAndThatIsSaid() throws IOException {
    take(MADE_FROM);
    ModelCache.Entry entry = take(Map.of("redoubt", "1.1", "seed", "0"));
    assertThat(made).isEqualTo(2);
    assertThat(entry.file()).hasContent("weights 2");
    assertThat(said)
        .singleElement()
        .asString()
        .contains("net.safetensors", "redoubt 1.0, not 1.1", "made again");
  }

  @Test
  void aFileThatIsNotTheOneDescribedIsMadeAgain() throws IOException {
    Path file = take(MADE_FROM).file();
    Files.writeString(file, "other weights");
    assertThat(ModelCache.costOf(file)).isEmpty();
    assertThat(take(MADE_FROM).file()).hasContent("weights 2");
  }

  @Test
  void whatWasInterruptedGoesOnUnderTheSameConditionsAlone() throws IOException {
    assertThatThrownBy(
            () ->
                cache.take(
                    "net",
                    MADE_FROM,
                    (file, checkpoint) -> {
                      Files.writeString(checkpoint, "half done");
                      throw new BadInputException("no space left on device");
                    }))
        .hasMessageContaining("no space left");
    take(MADE_FROM);
    assertThat(checkpoints).hasSize(1);
    Files.delete(folder.resolve("net.safetensors"));
    Files.writeString(folder.resolve(".net.checkpoint"), "of another run");
    take(Map.of("redoubt", "1.1"));
    assertThat(checkpoints).as("a checkpoint of another run").hasSize(1);
  }
}
