package dev.redoubt.attack.universal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UniversalFileTest {
  private static final float[] DELTA = {.1f, -.1f, 0, .05f};

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  private static UniversalPerturbation sound() {
    return new UniversalPerturbation("signs ε", new L2(), .2, List.of(1, 2, 2), DELTA);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = dir.resolve("u.npz");
    UniversalFile.write(file, sound());
    UniversalPerturbation read = UniversalFile.read(file);
    assertThat(read.name()).isEqualTo("signs ε");
    assertThat(read.norm()).isEqualTo(new L2());
    assertThat(read.epsilon()).isEqualTo(.2);
    assertThat(read.shape()).containsExactly(1, 2, 2);
    assertThat(read.delta()).containsExactly(DELTA);
  }

  private Path changed(String name, NpyArray array) throws IOException {
    Path file = dir.resolve("changed.npz");
    UniversalFile.write(file, sound());
    Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzReader.read(file));
    arrays.put(name, array);
    NpzWriter.write(file, arrays);
    return file;
  }

  private static NpyArray text(String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    return NpyArray.of(bytes, bytes.length);
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Path file = dir.resolve("other.npz");
    NpzWriter.write(file, Map.of("x", NpyArray.of(DELTA, 4)));
    assertThatThrownBy(() -> UniversalFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " is no universal perturbation: it has no array 'delta', expected [delta,"
                + " epsilon, norm, name]");
    refused("norm", text("l7"), "unknown norm 'l7', did you mean");
    refused("norm", NpyArray.of(new int[] {2}, 1), "array 'norm' holds 1 values of type <i4");
    refused("name", text("x".repeat(101)), "array 'name' holds 101 values");
    refused("name", text(" "), "a universal perturbation wants a name");
    refused("epsilon", NpyArray.of(new double[] {1, 2}, 2), "has 2 values, expected one");
    refused(
        "epsilon",
        NpyArray.of(new double[] {-1}),
        "epsilon of universal perturbation signs ε must be positive and finite, not -1.0");
    refused("epsilon", NpyArray.of(new double[] {.1}), "has the l2 norm 0.15");
    refused("delta", NpyArray.of(new float[] {Float.NaN}, 1), "has the l2 norm NaN");
    refused("delta", NpyArray.of(new float[] {.1f}), "has 1 values for the shape []");
  }

  private void refused(String name, NpyArray array, String sentence) throws IOException {
    Path file = changed(name, array);
    assertThatThrownBy(() -> UniversalFile.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining("changed.npz");
  }

  @Test
  void valuesAreTheirOwn() {
    float[] values = DELTA.clone();
    UniversalPerturbation made = new UniversalPerturbation("u", new Linf(), .1, List.of(4), values);
    values[0] = 7;
    made.delta()[1] = 7;
    assertThat(made.delta()).containsExactly(DELTA);
  }
}
