package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the attacker wants, has and knows, on the command line. */
class AttackerTest {
  private static final String DATA = " --data npz:DIR/points.npz --split all --quiet ";
  private static final String ATTACK =
      "attack --model DIR/net.safetensors --curve-samples 0 --threat linf:0.03" + DATA;
  private static final String MEASURE =
      "attack --model DIR/net.safetensors --threat linf:0.03 --curve" + DATA;

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void prepare() throws IOException {
    RandomNet.write(folder);
    succeeds(ATTACK + "--attack noise --out DIR/labels");
  }

  private static CommandLineRun run(String command) {
    return CommandLineRun.of(
        CommandLineRun.words(command.replace("DIR", folder.toString())).toArray(String[]::new));
  }

  private static void succeeds(String command) {
    CommandLineRun run = run(command);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static JsonNode report(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("report.json").toFile());
  }

  private static List<JsonNode> samples(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("samples.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** The curve counts the very distances that stand with the samples. */
  @Test
  void oneRunMeasuresTheWholeCurve() throws IOException {
    succeeds(MEASURE + "--attack fab --out DIR/curve");
    List<JsonNode> samples = samples("curve");
    List<Double> distances = new ArrayList<>();
    samples.forEach(s -> distances.add(s.path("nearest").asDouble(Double.POSITIVE_INFINITY)));
    Collections.sort(distances);

    JsonNode curve = report("curve").path("curve");
    assertThat(curve).hasSize(41);
    for (JsonNode point : curve) {
      double epsilon = point.path("epsilon").asDouble();
      long robust = distances.stream().filter(d -> d > epsilon + 1e-6).count();
      assertThat(point.path("robust_accuracy").asDouble())
          .isEqualTo(robust / (double) RandomNet.SAMPLES);
    }
    assertThat(report("curve").path("attacks").findValuesAsText("name")).containsExactly("fab");
    double median = (distances.get(11) + distances.get(12)) / 2;
    assertThat(report("curve").path("distances").path("median").asDouble()).isEqualTo(median);
    assertThat(report("curve").path("distances").path("found").asInt()).isEqualTo(24);
    assertThat(folder.resolve("curve/report.html"))
        .content()
        .contains("Nearest adversarial points: found for 24 of the 24 samples")
        .contains("Each attack looks for the nearest adversarial point of every sample")
        .doesNotContain("each on what the ones before it left standing");
  }

  @Test
  void targetsAreReached() throws IOException {
    succeeds(ATTACK + "--attack pgd --restarts 1 --target least-likely --out DIR/least");
    succeeds(ATTACK + "--attack pgd --restarts 1 --out DIR/any");
    assertThat(report("least").path("threat").path("target").asText()).isEqualTo("least-likely");
    assertThat(report("any").path("threat").has("target")).isFalse();
    assertThat(report("least").path("robust_accuracy").asDouble())
        .isGreaterThan(report("any").path("robust_accuracy").asDouble());
    assertThat(folder.resolve("least/report.html")).content().contains("least likely class");
  }

  @Test
  void samplesOfTheTargetClassAreLeftOut() throws IOException {
    int own = samples("labels").get(0).path("label").asInt();
    CommandLineRun run =
        run((ATTACK + "--attack pgd --target " + own + " --out DIR/one").replace("--quiet", ""));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("samples of class " + own + ", the target, are left out");
    assertThat(samples("one")).hasSizeLessThan(RandomNet.SAMPLES);
    for (JsonNode sample : samples("one")) {
      assertThat(sample.path("label").asInt()).isNotEqualTo(own);
      if (sample.path("status").asText().equals("broken")) {
        assertThat(sample.path("prediction").asInt()).isEqualTo(own);
      }
    }
  }

  @Test
  void givenTargetsComeFromAFile() throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode sample : samples("labels")) {
      lines.add(Integer.toString((sample.path("label").asInt() + 1) % 4));
    }
    Files.write(folder.resolve("targets.txt"), lines);
    succeeds(ATTACK + "--attack pgd --target file:DIR/targets.txt --out DIR/given");
    assertThat(report("given").path("threat").path("target").asText()).isEqualTo("given");

    lines.set(4, Integer.toString(samples("labels").get(4).path("label").asInt()));
    Files.write(folder.resolve("own.txt"), lines);
    CommandLineRun run = run(ATTACK + "--attack pgd --target file:DIR/own.txt --out DIR/own");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("sample 4 has the label").contains("which is its target");
    assertThat(folder.resolve("own")).doesNotExist();
  }

  /** A net that learns from the answers of another stands in for it. */
  @Test
  void aModelThatIsOnlyQueriedIsAttackedThroughASurrogate() throws IOException {
    CommandLineRun trained =
        run(
            ("train --label-by DIR/net.safetensors --arch mlp:32 --epochs 20 --batch 4"
                    + " --out DIR/surrogate.safetensors"
                    + DATA)
                .replace("--quiet", ""));
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.err())
        .contains("24 queries to net.safetensors; it answers 24 of the samples with their labels");
    assertThat(ModelBundle.read(folder.resolve("surrogate.safetensors")).training())
        .containsKey("labelled_by");
    assertThat(folder.resolve("surrogate.training/answers.npz")).doesNotExist();

    succeeds(
        ATTACK.replace("0.03", "0.2")
            + "--attack transfer --surrogate DIR/surrogate.safetensors --out DIR/transferred");
    JsonNode attacks = report("transferred").path("attacks");
    assertThat(attacks.get(1).path("robust_accuracy").asDouble())
        .as("transfer after noise")
        .isLessThan(attacks.get(0).path("robust_accuracy").asDouble());
    assertThat(attacks.get(1).path("backwards").asInt()).as("on the target").isZero();
  }

  @Test
  void theUndefendedTwinStandsIn() throws IOException {
    succeeds(
        ATTACK.replace("0.03", "0.1")
            + "--defend bit-depth:4 --attack transfer --surrogate undefended --out DIR/twin");
    assertThat(report("twin").path("attacks").findValuesAsText("name")).contains("transfer");
  }

  @Test
  void onePerturbationIsMadeForAllSamples() throws IOException {
    succeeds(
        "universal --model DIR/net.safetensors --threat linf:0.3 --epochs 20 --out DIR/one.npz"
            + DATA);
    succeeds(ATTACK.replace("0.03", "0.3") + "--attack universal:DIR/one.npz --out DIR/universal");
    JsonNode attacks = report("universal").path("attacks");
    assertThat(attacks.get(1).path("robust_accuracy").asDouble())
        .isLessThan(attacks.get(0).path("robust_accuracy").asDouble());
    assertThat(attacks.get(1).path("settings").path("perturbation").asText()).isEqualTo("one");

    CommandLineRun other =
        run(ATTACK.replace("linf", "l2") + "--attack universal:DIR/one.npz --out DIR/bad");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("a perturbation limited in linf, not in l2");
  }

  /** By labels alone, towards classes that noise never hits. */
  @Test
  void decisionsAreEnough() throws IOException {
    String attack =
        ATTACK.replace("linf:0.03", "l2:0.6")
            + "--limit 6 --attack hopskipjump:queries=300 --target random";
    succeeds(attack + " --out DIR/decision");
    assertThat(report("decision").path("robust_accuracy").asDouble()).isLessThan(.6);
    for (JsonNode sample : samples("decision")) {
      assertThat(sample.path("queries").asInt()).as("noise and attack").isLessThanOrEqualTo(310);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--attack transfer; give --surrogate MODEL",
        "--attack transfer --surrogate undefended; wants a defence to leave out",
        "--attack transfer:with=mi-xi --surrogate DIR/net.safetensors; 'xi', did you mean",
        "--attack fgsm --steps 5; no attack of 'fgsm' takes steps; those that do: bim",
        "--attack pgd --target nine; unknown target 'nine'",
        "--attack pgd --target 9; the target 9 of sample",
        "--attack pgd --target file:DIR/none.txt; none.txt of targets can't be read",
        "--attack fab --curve; --curve takes all samples: leave --curve-samples out",
        "--attack pgd:steps=5+steps=6; attack pgd is given steps twice",
        "--attack universal; attack universal wants file",
        "--attack pgd --surrogate DIR/net.safetensors; no attack of 'pgd' takes surrogates",
        "--attack spatial; attack spatial wants images",
        "--attack boundary; attack boundary has no form for linf, only for l2; what can be run on it",
        "--attack ddn:steps=0; steps of attack ddn must be at least 1, not 0",
        "--attack nes:samples=7; 7",
      })
  void whatCantBeIsSaid(String options, String sentence) {
    CommandLineRun run = run(ATTACK + options + " --out DIR/bad");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(folder.resolve("bad")).doesNotExist();
  }

  @Test
  void onlyMinimumNormAttacksMeasureDistances() {
    CommandLineRun run = run(MEASURE + "--attack fab,pgd --out DIR/bad");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--curve wants attacks that look for the smallest perturbation (fab, fab-t")
        .contains("which pgd-40 does not");
  }

  @Test
  void theListNamesAllAndTheDetailsTheValues() {
    CommandLineRun list = run("attacks");
    assertThat(list.code()).isZero();
    for (String name : Attacks.NAMES) {
      assertThat(list.out()).contains(name);
    }
    assertThat(list.out().lines().mapToInt(String::length).max().orElse(0)).isLessThan(81);
    CommandLineRun one = run("attacks pgd");
    assertThat(one.out())
        .contains("steps: steps a restart; 40 unless given", "Madry et al. 2018")
        .doesNotContain("square");
    assertThat(run("attacks pdg").err()).contains("unknown attack 'pdg', did you mean 'pgd'?");
  }
}
