package dev.redoubt.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShelfTest {
  private static final InputSpec INPUT = new InputSpec(List.of(4), 0, 1);
  private static final Graph GRAPH = new Mlp(List.of(3)).graph(INPUT.shape(), 2, null);

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private int made;

  private Network take(String madeAs) {
    Shelf shelf = new Shelf(folder, new PrintStream(said, true, StandardCharsets.UTF_8));
    return shelf.classifier(
        "net",
        madeAs,
        INPUT,
        2,
        checkpoint -> {
          made++;
          return Network.create(GRAPH, made);
        });
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void trainedOnce() {
    Network first = take("1.0");
    Network again = take("1.0");
    assertThat(made).isEqualTo(1);
    assertThat(again.values().get("fc1.weight")).isEqualTo(first.values().get("fc1.weight"));
    assertThat(said()).containsOnlyOnce("training net").doesNotContain("again");
  }

  @Test
  void anotherVersionIsMadeAgainAndSaid() {
    Network old = take("1.0");
    Network fresh = take("1.1");
    assertThat(made).isEqualTo(2);
    assertThat(fresh.values().get("fc1.weight")).isNotEqualTo(old.values().get("fc1.weight"));
    assertThat(said()).contains("another version or recipe");
    take("1.1");
    assertThat(made).isEqualTo(2);
  }

  @Test
  void aFileThatIsDamagedIsMadeAgainAndSaid() throws IOException {
    take("1.0");
    Path file = folder.resolve("net.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    take("1.0");
    assertThat(made).isEqualTo(2);
    assertThat(said()).contains("can't be used");
  }
}
