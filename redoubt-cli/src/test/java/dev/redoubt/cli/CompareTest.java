package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.RandomStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparisons on the command line: rows, costs, cache, bad input, kills. */
class CompareTest {
  private static final int SAMPLES = 150;
  private static final int FEATURES = 4;
  private static final String GIVEN =
      "compare --threads 1 --data npz:DIR/points.npz --threat linf:0.05 --limit 20"
          + " --models plain=DIR/plain.safetensors,other=DIR/other.safetensors";
  private static final String TRAINED =
      "compare --threads 1 --data npz:DIR/points.npz --threat l2:0.1 --limit 5 --cache DIR/cache";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder = Path.of("");

  /** Two classes by the first value; the nets are random. */
  @BeforeAll
  static void prepare() throws IOException {
    float[] points = new float[SAMPLES * FEATURES];
    RandomStream.of(1, -1, "points").fillUniform(points, 0, points.length, 0, 1);
    long[] labels = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = points[i * FEATURES] > .5f ? 1 : 0;
    }
    data("points", points, labels);
    net("plain", 2, FEATURES, 3);
    net("other", 2, FEATURES, 4);
    net("wide", 2, 16, 5);
    net("classes", 5, FEATURES, 5);
  }

  private static void data(String name, float[] points, long[] labels) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".npz"))) {
      NpzWriter.write(
          out,
          Map.of(
              "inputs", NpyArray.of(points, labels.length, points.length / labels.length),
              "labels", NpyArray.of(labels, labels.length)));
    }
  }

  private static void net(String name, int classes, int features, int seed) {
    InputSpec input = new InputSpec(List.of(features), 0, 1);
    Network network =
        Network.create(new Mlp(List.of(16)).graph(List.of(features), classes, null), seed);
    List<String> labels = List.of("0", "1", "2", "3", "4").subList(0, classes);
    new ModelBundle(network, input, labels, Map.of()).write(folder.resolve(name + ".safetensors"));
  }

  private static String[] words(String command) {
    return CommandLineRun.words(command.replace("DIR", folder.toString())).toArray(String[]::new);
  }

  private static CommandLineRun run(String command) {
    return CommandLineRun.of(words(command));
  }

  private static JsonNode json(String out) throws IOException {
    return JSON.readTree(folder.resolve(out).resolve("comparison.json").toFile());
  }

  private static List<String> names(JsonNode json) {
    return json.path("rows").findValuesAsText("folder").stream()
        .map(path -> path.replace("rows/", ""))
        .toList();
  }

  private static List<String> tree() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void rowsFromFilesStandInOrderAndCostsAreRelativeToTheFirst() throws IOException {
    CommandLineRun run =
        run(
            GIVEN
                + " --defence \"coarse=bit-depth:1\" --defence \"coarser@other=bit-depth:2\""
                + " --out DIR/given");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("oblivious", "adaptive", "verdict", "Costs are relative to plain");
    JsonNode json = json("given");
    assertThat(names(json)).containsExactly("plain", "other", "coarse", "coarser");
    JsonNode first = json.path("rows").get(0);
    assertThat(first.path("inference").path("relative").asDouble()).isEqualTo(1);
    assertThat(first.path("training").isNull()).as("not made up").isTrue();
    assertThat(first.path("training_relative").isNull()).isTrue();
    JsonNode coarse = json.path("rows").get(2);
    assertThat(coarse.path("defence").asText()).isEqualTo("bit-depth:bits=1");
    assertThat(coarse.path("model").path("sha256")).isEqualTo(first.path("model").path("sha256"));
    assertThat(json.path("rows").get(3).path("model").path("sha256"))
        .isEqualTo(json.path("rows").get(1).path("model").path("sha256"));
    Path row = folder.resolve("given").resolve("rows").resolve("coarse");
    CommandLineRun verified = run("audit verify " + row);
    assertThat(verified.code()).as(verified.err() + verified.out()).isZero();
  }

  /** All that fits into rows of a table of four values. */
  @Test
  void familiesAreTrainedOnceAndMeasured() throws IOException {
    CommandLineRun run = run(TRAINED + " --defence \"coarse=bit-depth:1\" --out DIR/families");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode json = json("families");
    assertThat(names(json))
        .containsExactly(
            "undefended", "adversarial-training", "smoothing", "diffusion", "detection", "coarse");
    assertThat(json.path("rows").findValuesAsText("guarantee"))
        .containsExactly("none", "empirical", "proven", "empirical", "none", "empirical");
    JsonNode hardened = json.path("rows").get(1);
    assertThat(hardened.path("training").get(0).path("forwards").asLong())
        .as("11 passes for each of 20 epochs")
        .isEqualTo(
            json.path("rows").get(0).path("training").get(0).path("forwards").asLong()
                * 11
                * 20
                / 12);
    assertThat(json.path("rows").get(2).path("inference").path("passes").asInt()).isEqualTo(25);
    assertThat(json.path("rows").get(2).path("findings").path("certified").isNull()).isFalse();
    assertThat(json.path("rows").get(3).path("training")).hasSize(2);
    assertThat(json.path("rows").get(3).path("findings").path("how").asText()).contains("PGD-20");
    assertThat(json.path("rows").get(5).path("training_relative").asDouble()).isEqualTo(1);
    CommandLineRun again = run(TRAINED + " --defences smoothing,undefended --out DIR/again");
    assertThat(again.err()).doesNotContain("made again");
    assertThat(names(json("again"))).containsExactly("smoothing", "undefended");
    assertThat(json("again").path("rows").get(1).path("model"))
        .isEqualTo(json.path("rows").get(0).path("model"));
    assertThat(json("again").path("rows").get(1).path("training"))
        .isEqualTo(json.path("rows").get(0).path("training"));
    CommandLineRun seeded = run(TRAINED + " --seed 1 --defences undefended --out DIR/seeded");
    assertThat(seeded.err()).contains("undefended.safetensors", "seed 0, not 1", "made again");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--models plain                      | --models 'plain' & NAME=FILE",
        "--models a=DIR/none.safetensors     | none.safetensors & does not exist",
        "--models a=DIR/wide.safetensors     | [16] & [4]",
        "--models a=DIR/plain.safetensors,A=DIR/other.safetensors | two rows are called A",
        "--models ../a=DIR/plain.safetensors | '../a' is no name for a row",
        "--defence jpeg                      | --defence 'jpeg' & NAME=STAGES",
        "--defence a=jpg:75                  | unknown stage 'jpg' & 'jpeg'",
        "--defence a=jpeg:75                 | jpeg",
        "--defence a@none=bit-depth:1        | row none & plain, other",
        "--defence other=bit-depth:1         | two rows are called other",
        "--defences undefended               | give one of the two",
        "--limit 0                           | --limit must be at least 1, not 0",
        "--effort quik                       | unknown effort 'quik' & 'quick'",
        "--threat lnf:1                      | unknown norm 'lnf' & 'linf'",
        "--data npz:DIR/none.npz             | none.npz",
        "--out DIR/nowhere/out               | nowhere & does not exist",
        "--out DIR/plain.safetensors         | plain.safetensors",
      })
  void badInputIsRefusedAndNothingIsLeftBehind(String changes, String said) {
    List<String> before = tree();
    String command = GIVEN + " --quiet --out DIR/bad";
    String[] changed = changes.trim().split(" ", 2);
    command = command.replaceAll(changed[0] + " \\S+", "") + " " + String.join(" ", changed);
    CommandLineRun run = run(command.replaceAll(" +", " "));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst().orElse(""))
        .startsWith("redoubt: ")
        .contains(said.split(" & "));
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--defences smothing                 | unknown defence 'smothing' & 'smoothing'",
        "--defences smoothing,smoothing      | names smoothing twice",
        "--limit 1000                        | on 26 test samples & fewer than the 19",
      })
  void whatCanNotBeTrainedIsRefused(String changes, String said) {
    List<String> before = tree();
    CommandLineRun run =
        run(
            "compare --quiet --threads 1 --data npz:DIR/points.npz --threat l2:0.1 --out DIR/bad "
                + changes.trim());
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().findFirst().orElse(""))
        .startsWith("redoubt: ")
        .contains(said.split(" & "));
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void aSecondRunInTheSameFolderIsRefused() throws IOException {
    Path out = Files.createDirectory(folder.resolve("locked"));
    try (FolderLock lock = FolderLock.of(out, "not this one")) {
      CommandLineRun run = run(GIVEN + " --quiet --out DIR/locked");
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("another run is writing to");
    }
    Files.delete(out);
  }

  /** All but what differs from run to run: times, the command line, the samples' time stamps. */
  private static JsonNode timeless(JsonNode root) {
    ObjectNode copy = root.deepCopy();
    copy.remove("provenance");
    for (JsonNode row : copy.path("rows")) {
      ((ObjectNode) row).remove("inference");
      ((ObjectNode) row.path("findings")).remove("seconds");
    }
    return copy;
  }

  @Test
  void whatIsKilledGoesOnAndComesToTheSame() throws Exception {
    String command = GIVEN + " --defence \"noisy=noise:0.1\" --out DIR/";
    CommandLineRun whole = run(command + "whole");
    assertThat(whole.code()).as(whole.err()).isZero();
    Path rows = folder.resolve("killed").resolve("rows");
    KilledProcess.when(
        () -> Files.exists(rows.resolve("plain").resolve("row.json")), words(command + "killed"));
    assertThat(folder.resolve("killed").resolve("comparison.json")).doesNotExist();
    CommandLineRun resumed = run(command + "killed");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("plain: measured before");
    assertThat(timeless(json("killed"))).isEqualTo(timeless(json("whole")));
    for (String name : List.of("plain", "other", "noisy")) {
      assertThat(rows.resolve(name).resolve("samples.jsonl"))
          .hasSameBinaryContentAs(
              folder.resolve("whole").resolve("rows").resolve(name).resolve("samples.jsonl"));
      assertThat(rows.resolve(name).resolve(".journal")).doesNotExist();
    }
  }
}
