package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defences on the command line: attacked, trained behind, certified, and kept in the file. */
class DefendTest {
  @TempDir private static Path folder = Path.of("");

  private static final String DATA = " --data npz:DIR/points.npz --split all --quiet ";

  @BeforeAll
  static void prepare() throws IOException {
    RandomNet.write(folder);
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

  @Test
  void attackOnADefendedModelSaysWhatEachAttackerLeaves() throws IOException {
    succeeds(
        "attack --model DIR/net.safetensors --threat linf:0.02 --attack pgd --restarts 1"
            + " --curve-samples 0 --out DIR/depth --defend bit-depth:4"
            + DATA);

    assertThat(report("depth").path("attacks").findValuesAsText("name"))
        .containsExactly("noise", "pgd-40, oblivious", "pgd-40");
    assertThat(report("depth").path("robust_accuracy_oblivious").asDouble(-1))
        .isEqualTo(report("depth").path("attacks").get(1).path("robust_accuracy").asDouble());
    assertThat(report("depth").path("robust_accuracy").asDouble())
        .isLessThanOrEqualTo(
            report("depth").path("attacks").get(1).path("robust_accuracy").asDouble());
  }

  @Test
  void surrogatesCanBeLearned() throws IOException {
    succeeds(
        "attack --model DIR/net.safetensors --threat linf:0.02 --attack fgsm --learned-surrogates"
            + " --curve-samples 0 --out DIR/learned --defend bit-depth:3"
            + DATA);

    JsonNode stage = report("learned").path("defence").get(0);
    assertThat(stage.path("derivative").asText()).isEqualTo("surrogate: a learned imitation");
    assertThat(stage.path("settings").path("imitation_error").asDouble(-1)).isPositive();
  }

  @Test
  void modelTrainedBehindADefenceKeepsIt() throws IOException {
    succeeds(
        "train --arch mlp:16 --epochs 1 --batch 8 --defend bit-depth:1 --out DIR/behind.safetensors"
            + DATA);
    ModelBundle bundle = ModelBundle.read(folder.resolve("behind.safetensors"));
    assertThat(bundle.defence().orElseThrow().spec()).isEqualTo("bit-depth:bits=1");
    assertThat(bundle.training()).containsEntry("defence", "bit-depth:bits=1");

    String attack =
        "attack --model DIR/behind.safetensors --threat linf:0.02 --attack fgsm --curve-samples 0";
    succeeds(attack + " --out DIR/own" + DATA);
    succeeds(attack + " --out DIR/bare --defend none" + DATA);
    assertThat(report("own").path("attacks").findValuesAsText("name"))
        .containsExactly("noise", "fgsm, oblivious", "fgsm");
    assertThat(report("bare").path("attacks").findValuesAsText("name"))
        .containsExactly("noise", "fgsm");
  }

  @Test
  void certificatesAreOfTheWholePipeline() throws IOException {
    String certify = "certify --model DIR/net.safetensors --sigma 0.01 --n 1000 --radii 0.005";
    succeeds(certify + " --out DIR/plain" + DATA);
    succeeds(certify + " --defend bit-depth:1 --out DIR/squeezed" + DATA);

    assertThat(report("squeezed").path("certified_accuracy"))
        .isNotEqualTo(report("plain").path("certified_accuracy"));
  }

  @Test
  void smoothingThatStandsFirstIsTheOneThatIsCertified() throws IOException {
    String certify = "certify --model DIR/net.safetensors --n 1000 --radii 0.005";
    succeeds(certify + " --sigma 0.02 --out DIR/said" + DATA);
    succeeds(certify + " --defend smooth:sigma=0.02 --out DIR/declared" + DATA);

    assertThat(report("declared").path("certified_accuracy"))
        .isEqualTo(report("said").path("certified_accuracy"));
    CommandLineRun behind =
        run(certify + " --defend \"noise | smooth:0.02\" --out DIR/behind" + DATA);
    assertThat(behind.code()).isEqualTo(2);
    assertThat(behind.err()).contains("a smooth stage can only stand first");
  }

  @Test
  void badDefencesLeaveNothingBehind() {
    CommandLineRun unknown =
        run(
            "attack --model DIR/net.safetensors --threat linf:0.02 --out DIR/none --defend jpg:75"
                + DATA);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("unknown stage 'jpg'").doesNotContain("\tat ");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void stagesAreListedWithTheirParameters() {
    assertThat(run("stages").out()).contains("bit-depth", "bits of each value; 3 unless given");
  }
}
