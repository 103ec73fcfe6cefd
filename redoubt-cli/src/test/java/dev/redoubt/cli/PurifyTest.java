package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of purifying defences on the command line. */
class PurifyTest {
  private static final int SAMPLES = 10;
  private static final InputSpec INPUT = InputSpec.image(1, 8, 8);
  private static final String TEST =
      "purify test --model DIR/net.safetensors --data npz:DIR/images.npz --split all";

  @TempDir private static Path folder = Path.of("");

  /** A random classifier with images that it has right, and a diffusion model without training. */
  @BeforeAll
  static void prepare() {
    Normalize normalize = new Normalize(List.of(.5), List.of(.1));
    Network network = Network.create(new Mlp(List.of(32)).graph(INPUT.shape(), 3, normalize), 3);
    new ModelBundle(network, INPUT, List.of("a", "b", "c"), Map.of())
        .write(folder.resolve("net.safetensors"));
    float[] pixels = new float[SAMPLES * INPUT.features()];
    RandomStream.of(1, -1, "images").fillUniform(pixels, 0, pixels.length, 0, 1);
    long[] labels =
        Scope.value(
            () ->
                new NetworkModel("net", network, INPUT, 3)
                    .predict(Tensors.of(pixels, SAMPLES, 1, 8, 8), Draws.NONE)
                    .longs());
    AtomicFile.write(
        folder.resolve("images.npz"),
        out ->
            NpzWriter.write(
                out,
                Map.of(
                    "inputs", NpyArray.of(pixels, SAMPLES, 1, 8, 8),
                    "labels", NpyArray.of(labels, SAMPLES))));
    Network noise = Network.create(DiffusionUNet.of(8).graph(INPUT.shape()), 1);
    NoiseSchedule schedule = new NoiseSchedule(NoiseSchedule.Form.LINEAR, 100);
    new DiffusionBundle(new DiffusionModel(noise, schedule, INPUT), Map.of())
        .write(folder.resolve("diffusion.safetensors"));
  }

  private static String[] words(String command) {
    return CommandLineRun.words(command.replace("DIR", folder.toString())).toArray(String[]::new);
  }

  private static CommandLineRun run(String command) {
    return CommandLineRun.of(words(command));
  }

  private static List<String> submissions(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("submissions.jsonl"));
  }

  @Test
  void allAttackersOfADiffusionModelStandInOneTable() throws IOException {
    CommandLineRun run =
        run(
            TEST
                + " --threads 1 --threat linf:0.03 --steps 3 --eot 2 --votes 12 --resubmissions 3"
                + " --defend \"diffusion:DIR/diffusion.safetensors,t=0.02,steps=3\" --out DIR/diffused");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("single shot", "worst of 3", "majority vote", "adaptive, fixed draws");
    JsonNode report = new ObjectMapper().readTree(folder.resolve("diffused/report.json").toFile());
    JsonNode attackers = report.path("attackers");
    assertThat(attackers.findValuesAsText("name"))
        .containsExactly(
            "nobody",
            "oblivious",
            "bpda",
            "surrogate",
            "adaptive",
            "nobody, fixed draws",
            "adaptive, fixed draws");
    assertThat(attackers.findValuesAsText("kind"))
        .containsExactly(
            "nobody", "oblivious", "weaker", "weaker", "adaptive", "nobody", "adaptive");
    assertThat(report.path("defence").findValuesAsText("name")).containsExactly("diffusion");
    assertThat(report.path("draws").asInt()).isEqualTo(2);
    assertThat(attackers.get(0).path("majority_vote").path("value").asDouble()).isPositive();
    assertThat(attackers.get(4).path("backwards").asLong())
        .isEqualTo(2 * attackers.get(1).path("backwards").asLong())
        .isPositive();
    assertThat(submissions("diffused")).hasSize(7 * SAMPLES);
    assertThat(submissions("diffused").get(0))
        .startsWith("{\"id\":0,\"attacker\":\"nobody\",\"label\":")
        .endsWith("\"votes\":12,\"distance\":0.0}");
    try (Stream<Path> files = Files.list(folder.resolve("diffused"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.json", "report.html", "submissions.jsonl");
    }
    assertThat(Files.readString(folder.resolve("diffused/report.html")))
        .contains("What the stages do to an image", ", clean, diffusion\"");
  }

  /** A run that is killed ends as if it had not been. */
  @Test
  void whatIsKilledGoesOn() throws IOException, InterruptedException {
    String command =
        TEST
            + " --quiet --threads 1 --batch 1 --threat linf:0.03 --steps 120 --eot 4 --defend noise:0.05 --out DIR/";
    CommandLineRun whole = run(command + "whole");
    assertThat(whole.code()).as(whole.err()).isZero();

    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    program.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    program.addAll(List.of(words(command + "killed")));
    Process process = new ProcessBuilder(program).inheritIO().start();
    Path journal = folder.resolve("killed/submissions.partial.jsonl");
    while (process.isAlive() && !(Files.exists(journal) && lines(journal) > SAMPLES + 2)) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    assertThat(lines(journal)).as("killed before its end").isGreaterThan(SAMPLES);
    assertThat(folder.resolve("killed/submissions.jsonl")).doesNotExist();

    CommandLineRun resumed = run(command + "killed");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(submissions("killed")).isEqualTo(submissions("whole"));
    assertThat(journal).doesNotExist();
  }

  private static int lines(Path journal) throws IOException {
    return (int) Files.readString(journal).chars().filter(c -> c == '\n').count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--threat linf:-1 --defend noise; epsilon in threat 'linf:-1' must be positive",
        "--threat linf:0.1; model net.safetensors has no defence to test: name its stages with --defend",
        "--threat linf:0.1 --defend noise --votes 9; expected from 1 to 9 of them, not 10",
        "--threat linf:0.1 --defend noise --resubmissions 0; expected from 1 to 100 of them, not 0",
        "--threat linf:0.1 --defend noise --votes 0; at least 1 vote, not 0",
        "--threat linf:0.1 --defend noise --batch 0; at least 1 sample, not 0",
        "--threat linf:0.1 --defend noise --eot 0; --eot must be at least 1, not 0",
        "--threat linf:0.1 --defend noise --eot 5000; averages over 1 to 4096 draws, not 5000",
        "--threat linf:0.1 --defend noise --attack fgsm,pgd; --attack names one, not 2: fgsm, pgd",
        "--threat linf:0.1 --defend \"diffusion:DIR/none.st,t=0.1\"; none.st",
        "--threat linf:0.1 --defend \"diffusion:DIR/diffusion.safetensors,t=1.5\"; 1.5",
      })
  void whatCanNotBeTestedIsRefused(String options, String sentence) {
    CommandLineRun run = run(TEST + " --quiet --out DIR/refused " + options);

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  /** What is not random needs no second look, and no second column. */
  @Test
  void filtersAreTestedToo() {
    CommandLineRun run =
        run(TEST + " --threat linf:0.03 --steps 3 --defend median:3 --out DIR/filtered");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("answered rightly", "Nothing here is random")
        .doesNotContain("worst of", "fixed draws");
  }
}
