package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code redoubt certify} from the command line to its files. */
class CertifyCommandTest {
  private static final int SAMPLES = RandomNet.SAMPLES;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void prepare() throws IOException {
    RandomNet.write(folder);
  }

  private static String[] line(String options) {
    String command =
        "certify --model DIR/net.safetensors --data npz:DIR/points.npz --split all " + options;
    return command.replace("DIR", folder.toString()).split(" +");
  }

  private static CommandLineRun certify(String options) {
    return CommandLineRun.of(line(options));
  }

  private static List<JsonNode> certificates(String out) throws IOException {
    List<JsonNode> certificates = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(out).resolve("certificates.jsonl"))) {
      certificates.add(JSON.readTree(line));
    }
    return certificates;
  }

  /** Without what may differ between two runs. */
  private static List<String> timeless(String out) throws IOException {
    return Files.readAllLines(folder.resolve(out).resolve("certificates.jsonl")).stream()
        .map(line -> line.replaceFirst(",\"seconds\":[^}]*", ""))
        .toList();
  }

  private static JsonNode report(String out) throws IOException {
    return JSON.readTree(folder.resolve(out).resolve("report.json").toFile());
  }

  @Test
  void aGridOfRadiiInAllFiles() throws IOException {
    CommandLineRun run =
        certify("--sigma .1 --radii .1,.05,.2 --threads 1 --seed 5 --out DIR/grid");

    assertThat(run.code()).as(run.err()).isZero();
    List<JsonNode> certificates = certificates("grid");
    assertThat(certificates).hasSize(SAMPLES);
    assertThat(certificates).extracting(c -> c.get("id").asInt()).isSorted();
    for (JsonNode c : certificates) {
      assertThat(c.get("radius").asDouble()).isIn(0.0, .05, .1, .2);
      assertThat(c.get("sigma").asDouble()).isEqualTo(.1);
      assertThat(c.get("seed").asInt()).isEqualTo(5);
      assertThat(c.get("correct").asBoolean())
          .isEqualTo(c.get("prediction").asInt() == c.get("label").asInt());
    }
    JsonNode report = report("grid");
    assertThat(report.get("certified_accuracy")).hasSize(3);
    for (JsonNode at : report.get("certified_accuracy")) {
      long count =
          certificates.stream()
              .filter(c -> c.get("correct").asBoolean())
              .filter(c -> c.get("radius").asDouble() >= at.get("radius").asDouble())
              .count();
      assertThat(at.get("certified_accuracy").asDouble()).isEqualTo(count / (double) SAMPLES);
      assertThat(at.get("low").asDouble()).isLessThan(at.get("high").asDouble());
    }
    long draws = certificates.stream().mapToLong(c -> c.get("n").asLong()).sum();
    assertThat(report.get("forwards").asLong()).isEqualTo(draws);
    assertThat(report.get("mean_samples").asDouble()).isEqualTo(draws / (double) SAMPLES);
    assertThat(run.out()).contains("radius (l2)", "certified accuracy", "Draws an input: mean");
    assertThat(folder.resolve("grid")).isDirectoryNotContaining("glob:**partial*");
    CommandLineRun analysis =
        CommandLineRun.of("certify", "analyze", folder.resolve("grid/certificates.tsv").toString());
    assertThat(analysis.code()).as(analysis.err()).isZero();
  }

  @Test
  void asCohenAndInFull() throws IOException {
    CommandLineRun cohen =
        certify("--quiet --sigma .1 --deployment --n0 20 --n 2000 --test fixed --out DIR/cohen");
    assertThat(cohen.code()).as(cohen.err()).isZero();
    assertThat(certificates("cohen"))
        .allMatch(c -> c.get("n").asInt() == 2_000 && c.get("n0").asInt() == 20);
    assertThat(certificates("cohen").stream().map(c -> c.get("radius").asDouble()).distinct())
        .hasSizeGreaterThan(10);

    CommandLineRun full = certify("--quiet --sigma .1 --full --width .05 --out DIR/full");
    assertThat(full.code()).as(full.err()).isZero();
    assertThat(certificates("full").stream().map(c -> c.get("radius").asDouble()).distinct())
        .hasSizeGreaterThan(10);
  }

  @Test
  void othersSmoothingsAndFamilies() throws IOException {
    CommandLineRun ablation =
        certify("--smoothing ablation --kept 3 --radii 1,2 --n 5000 --out DIR/ablation");
    assertThat(ablation.code()).as(ablation.err()).isZero();
    assertThat(ablation.out()).contains("radius (features)");
    assertThat(certificates("ablation").get(0).get("sigma").isNull()).isTrue();

    CommandLineRun linf = certify("--sigma .1 --norm linf --radii .01 --out DIR/linf");
    assertThat(linf.code()).as(linf.err()).isZero();
    assertThat(Files.readString(folder.resolve("linf/report.html")))
        .contains("radii in linf follow from those in l2 by dividing by √16");

    CommandLineRun holm =
        certify(
            "--sigma .1 --radii .05 --test e-process --family-wise holm --alpha .05 --out DIR/holm");
    assertThat(holm.code()).as(holm.err()).isZero();
    assertThat(holm.out()).contains("All 24 certificates are true together");
    assertThat(certificates("holm").get(0).get("alpha").asDouble()).isEqualTo(.05 / SAMPLES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sigma 0                    | sigma must be positive and finite, not 0.0",
        "--sigma -1                   | sigma must be positive",
        "--sigma NaN                  | sigma must be positive",
        "''                           | smoothing gaussian wants --sigma",
        "--sigma .1 --alpha 0         | --alpha must lie between 0 and 0.5, not be 0.0",
        "--sigma .1 --alpha 1         | --alpha must lie between 0 and 0.5, not be 1.0",
        "--sigma .1 --alpha NaN       | --alpha must lie between",
        "--sigma .1 --n 10            | it takes at least n = ",
        "--sigma .1 --n 0             | n must be at least 1, not 0",
        "--sigma .1 --n 2000000000    | n must be at most",
        "--sigma .1 --radii 5         | no probability below 1 gives it",
        "--sigma .1 --radii -1        | radii must rise, and none be negative",
        "--sigma .1 --radii NaN       | radii must rise",
        "--sigma .1 --full --radii .1 | --radii and --full exclude each other",
        "--sigma .1 --width 1         | --width and --up-to go with --full",
        "--sigma .1 --full --width 0  | must be positive",
        "--sigma .1 --n0 5            | --n0 goes with --deployment",
        "--sigma .1 --deployment --n0 0 | n0 must lie between 1",
        "--sigma .1 --test fxed       | fixed",
        "--sigma .1 --test curtailed --full | full radii want e-process or fixed",
        "--sigma .1 --family-wise holm | Holm's family-wise guarantee wants a single radius",
        "--sigma .1 --smoothing gausian | gaussian",
        "--smoothing ablation --kept 8 | less than half",
        "--sigma .1 --norm l0         | none in l0 follow",
        "--sigma .1 --batch 0         | batch size and workers must be at least 1"
      })
  void badInputIsOneSentenceAndLeavesNothing(String options, String sentence) {
    CommandLineRun run = certify(options + " --out DIR/refused");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).doesNotContain("Exception");
    assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void whatIsMissingIsNamed() {
    CommandLineRun run = CommandLineRun.of("certify", "--sigma", ".1");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("Missing required options: '--model=MODEL', '--data=SPEC', '--out=DIR'");
    assertThat(CommandLineRun.of("certify", "--help").code()).isZero();
  }

  /** Every draw counts: fixed tests take long enough to be killed. */
  private static String[] slow(String out) {
    return line(
        "--quiet --threads 2 --sigma .1 --test fixed --n 60000 --radii 0.05 --out DIR/" + out);
  }

  @Test
  void aKilledRunGoesOnToTheSameCertificates() throws IOException, InterruptedException {
    CommandLineRun whole = CommandLineRun.of(slow("whole"));
    assertThat(whole.code()).as(whole.err()).isZero();

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(slow("killed")));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Path journal = folder.resolve("killed/certificates.partial.jsonl");
    while (process.isAlive() && !holdsCertificates(journal)) {
      process.waitFor(5, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly().waitFor();
    assertThat(holdsCertificates(journal)).as("killed before its end").isTrue();

    CommandLineRun resumed = CommandLineRun.of(slow("killed"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(timeless("killed")).isEqualTo(timeless("whole"));
    assertThat(report("killed").get("notes").toString()).contains("earlier run that was stopped");
    assertThat(journal).doesNotExist();
  }

  private static boolean holdsCertificates(Path journal) throws IOException {
    return Files.exists(journal) && Files.readString(journal).contains("\"prediction\"");
  }
}
