package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From training to a report, on a few road signs. */
class GoodPathTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SAMPLES = 40;

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void trainAndAttack() {
    CommandLineRun trained =
        run("train --quiet --data roadsigns --limit 400 --arch common-cnn --epochs 2 --out MODEL");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out() + trained.err()).as("quiet").isEmpty();
    attack("one");
  }

  private static Path model() {
    return folder.resolve("signs.safetensors");
  }

  private static CommandLineRun run(String command) {
    return CommandLineRun.of(command.replace("MODEL", model().toString()).split(" "));
  }

  private static void attack(String name) {
    CommandLineRun attacked =
        run(
            "attack --quiet --model MODEL --data roadsigns --limit 40 --threat linf:8/255"
                + " --attack fgsm,pgd --steps 4 --restarts 1 --curve-samples 10 --out "
                + folder.resolve(name));
    assertThat(attacked.code()).as(attacked.err()).isZero();
    assertThat(attacked.out() + attacked.err()).as("quiet").isEmpty();
  }

  private static List<JsonNode> samples(String name) throws IOException {
    List<JsonNode> samples = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("samples.jsonl"))) {
      samples.add(JSON.readTree(line));
    }
    return samples;
  }

  private static long count(List<JsonNode> samples, String status) {
    return samples.stream().filter(s -> s.path("status").asText().equals(status)).count();
  }

  @Test
  void onlyTheResultsAreLeft() {
    assertThat(folder.resolve("one").toFile().list())
        .containsExactlyInAnyOrder("report.json", "report.html", "samples.jsonl", "witnesses.npz");
    assertThat(folder).isDirectoryNotContaining("glob:**.checkpoint");
  }

  @Test
  void reportAgreesWithTheSamples() throws IOException {
    JsonNode report = JSON.readTree(folder.resolve("one").resolve("report.json").toFile());
    List<JsonNode> samples = samples("one");
    long misclassified = count(samples, "misclassified");
    long survived = count(samples, "survived");

    assertThat(report.path("command").asText()).isEqualTo("attack");
    assertThat(report.path("provenance").path("seed").asInt(-1)).isZero();
    assertThat(report.path("data").path("name").asText()).isEqualTo("roadsigns");
    assertThat(report.path("data").path("split").asText()).isEqualTo("test");
    assertThat(report.path("data").path("samples").asInt()).isEqualTo(SAMPLES);
    assertThat(report.path("threat").path("norm").asText()).isEqualTo("linf");
    assertThat(report.path("threat").path("epsilon").asDouble()).isEqualTo(8 / 255.0);
    assertThat(report.path("model").path("name").asText()).isEqualTo("signs.safetensors");
    assertThat(report.path("model").path("sha256").asText())
        .isEqualTo(ModelBundle.read(model()).digest());
    assertThat(report.path("clean_accuracy").asDouble(-1))
        .isEqualTo((SAMPLES - misclassified) / (double) SAMPLES);
    assertThat(report.path("robust_accuracy").asDouble(-1)).isEqualTo(survived / (double) SAMPLES);
    List<String> attacks = new ArrayList<>();
    for (JsonNode attack : report.path("attacks")) {
      attacks.add(attack.path("name").asText());
      for (String key : List.of("robust_accuracy", "forwards", "backwards", "seconds")) {
        assertThat(attack.path(key).isNumber()).as(key).isTrue();
      }
    }
    assertThat(attacks).containsExactly("noise", "fgsm", "pgd-4");
    for (String key : List.of("forwards", "backwards", "seconds", "peak_rss_mb")) {
      assertThat(report.path("cost").path(key).asDouble()).as(key).isPositive();
    }
    assertThat(Files.readString(folder.resolve("one").resolve("report.html")))
        .contains("signs.safetensors");
  }

  @Test
  void samplesAreWholeAndWithinTheBudget() throws IOException {
    List<JsonNode> samples = samples("one");

    assertThat(samples).hasSize(SAMPLES);
    assertThat(count(samples, "broken")).isPositive();
    for (int i = 0; i < SAMPLES; i++) {
      JsonNode sample = samples.get(i);
      assertThat(sample.path("id").asInt(-1)).isEqualTo(i);
      assertThat(sample.fieldNames())
          .toIterable()
          .contains(
              "id", "label", "clean_prediction", "status", "attack", "prediction", "distance");
      assertThat(sample.path("distance").asDouble(-1)).isBetween(0.0, 8 / 255.0 + 1e-6);
      boolean broken = sample.path("status").asText().equals("broken");
      assertThat(sample.path("attack").isTextual()).isEqualTo(broken);
      if (broken) {
        assertThat(sample.path("prediction").asInt()).isNotEqualTo(sample.path("label").asInt());
      }
    }
  }

  @Test
  void witnessesHoldWhenTheyAreCheckedAnew() throws IOException {
    Map<String, NpyArray> arrays = NpzReader.read(folder.resolve("one").resolve("witnesses.npz"));
    long[] ids = Objects.requireNonNull(arrays.get("ids")).longs();
    float[] inputs = Objects.requireNonNull(arrays.get("inputs")).floats();
    Dataset data = Datasets.open("roadsigns", "test");
    NetworkModel model = ModelBundle.read(model()).model("again");
    List<JsonNode> samples = samples("one");

    assertThat(Objects.requireNonNull(arrays.get("inputs")).shape())
        .containsExactly(ids.length, 3, 32, 32);
    assertThat((long) ids.length).isEqualTo(count(samples, "broken"));
    int features = data.input().features();
    float[] clean = new float[features];
    for (int i = 0; i < ids.length; i++) {
      int id = Math.toIntExact(ids[i]);
      data.read(id, clean, 0);
      float[] witness = Arrays.copyOfRange(inputs, i * features, (i + 1) * features);
      double distance = 0;
      for (int j = 0; j < features; j++) {
        assertThat(witness[j]).isBetween(0f, 1f);
        distance = Math.max(distance, Math.abs((double) witness[j] - clean[j]));
      }
      int prediction =
          Scope.value(
              () ->
                  model.predict(
                          Tensors.of(witness, 1, 3, 32, 32), new Draws(0, new long[1], "test"))
                      .ints()[0]);
      assertThat(distance).isEqualTo(samples.get(id).path("distance").asDouble());
      assertThat(prediction)
          .isEqualTo(samples.get(id).path("prediction").asInt())
          .isNotEqualTo(data.label(id));
    }
  }

  @Test
  void sameCommandGivesTheSameSamples() throws IOException {
    attack("two");

    assertThat(folder.resolve("two").resolve("samples.jsonl"))
        .hasSameBinaryContentAs(folder.resolve("one").resolve("samples.jsonl"));
    assertThat(NpzReader.read(folder.resolve("two").resolve("witnesses.npz")).get("inputs"))
        .usingRecursiveComparison()
        .isEqualTo(NpzReader.read(folder.resolve("one").resolve("witnesses.npz")).get("inputs"));
  }

  @Test
  void infoSaysWhatIsThere() {
    CommandLineRun data = run("data info --data roadsigns");
    CommandLineRun model = run("model info --model MODEL --graph");

    assertThat(data.code()).isZero();
    assertThat(data.out()).contains("roadsigns", "[3, 32, 32]", "classes  12", "sha256");
    assertThat(model.code()).isZero();
    assertThat(model.out())
        .contains(
            "[3, 32, 32]",
            "12 classes",
            "stop",
            "gradients",
            "pgd",
            "215,120",
            "method: standard",
            "conv1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "train", "attack", "falsify", "data info", "model info", "model convert"})
  void helpShowsAnExample(String command) {
    CommandLineRun help = run(command + " --help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("Examples:", "  redoubt " + command, "--seed");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void versionNamesTheEngine() {
    assertThat(run("--version").out()).contains("redoubt ", "libtorch", "Java ");
  }
}
