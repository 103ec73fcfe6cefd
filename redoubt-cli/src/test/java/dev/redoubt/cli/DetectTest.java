package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detectors on the command line: fitted, put before a model, tested, and refused. */
class DetectTest {
  private static final int POINTS = 600;
  private static final String MODEL = " --model DIR/net.safetensors --data npz:DIR/points.npz ";

  @TempDir private static Path folder = Path.of("");

  /** Two clouds of points that a small net learns to tell apart. */
  @BeforeAll
  static void prepare() throws IOException {
    float[] values = new float[2 * POINTS];
    long[] labels = new long[POINTS];
    for (int i = 0; i < POINTS; i++) {
      RandomStream stream = RandomStream.of(1, i, "points");
      labels[i] = i % 2;
      for (int j = 0; j < 2; j++) {
        double value = (labels[i] == 0 ? .35 : .65) + .07 * stream.gaussian();
        values[2 * i + j] = (float) Math.min(1, Math.max(0, value));
      }
    }
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x", NpyArray.of(values, POINTS, 2));
    arrays.put("y", NpyArray.of(labels, POINTS));
    AtomicFile.write(folder.resolve("points.npz"), out -> NpzWriter.write(out, arrays));
    succeeds(
        "train --data npz:DIR/points.npz --arch mlp:8 --epochs 6 --batch 16 --quiet --out DIR/net.safetensors");
    Network other = Network.create(new Mlp(List.of(8)).graph(List.of(2), 2, null), 9);
    new ModelBundle(other, new InputSpec(List.of(2), 0, 1), List.of("0", "1"), Map.of())
        .write(folder.resolve("other.safetensors"));
    succeeds("detect fit --quiet --detector energy --out DIR/energy.safetensors" + MODEL);
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
  void whatWasFittedSaysHow() {
    CommandLineRun run =
        run("detect fit --detector mahalanobis --threat linf:0.3 --out DIR/m.safetensors" + MODEL);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Fitted mahalanobis on points train", "5.0 %");
    DetectorFile file = DetectorFile.read(folder.resolve("m.safetensors"));
    assertThat(file.kind()).isEqualTo("mahalanobis");
    assertThat(file.origin()).containsKeys("adversarial_samples", "calibration_sha256", "seed");
    assertThat((Integer) file.origin().get("adversarial_samples")).isGreaterThan(100);
    assertThat(file.calibration().size()).isBetween(40, 80);
  }

  @Test
  void attackOnAModelBehindADetectorTakesTheJointAttacksUnasked() throws IOException {
    succeeds(
        "attack --threat linf:0.2 --attack pgd --steps 10 --restarts 1 --curve-samples 0 --quiet"
            + " --limit 60 --defend \"detect:DIR/energy.safetensors@fpr=10%\" --out DIR/attacked"
            + MODEL);
    JsonNode report = report("attacked");
    assertThat(report.path("attacks").findValuesAsText("name"))
        .containsExactly(
            "noise",
            "pgd-10, oblivious",
            "pgd-10",
            "margin-pgd",
            "orthogonal-pgd",
            "selective-pgd",
            "feature-matching");
    JsonNode settings = report.path("defence").get(0).path("settings");
    assertThat(settings.path("detector").asText()).isEqualTo("energy");
    assertThat(settings.path("fpr").asDouble()).isEqualTo(.1);
    assertThat(settings.path("fpr_low").asDouble()).isBetween(.01, .1);
    assertThat(settings.path("fpr_high").asDouble()).isBetween(.1, .3);
  }

  @Test
  void detectorsAreTestedSideBySide() throws IOException {
    succeeds("detect fit --quiet --detector softmax --out DIR/soft.safetensors" + MODEL);
    CommandLineRun run =
        run(
            "detect test --threat linf:0.3 --attack pgd --steps 10 --restarts 1 --limit 60 --fpr 0.1"
                + " --detector DIR/energy.safetensors --detector DIR/soft.safetensors --out DIR/tested"
                + MODEL);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("energy", "soft", "AUC by attacker");
    JsonNode report = report("tested");
    assertThat(report.path("robust_accuracy").asDouble()).isLessThan(.2);
    assertThat(report.path("detectors")).hasSize(2);
    for (JsonNode detector : report.path("detectors")) {
      JsonNode separations = detector.path("separations");
      assertThat(separations.findValuesAsText("attack")).containsExactly("pgd-10", "all, adaptive");
      for (JsonNode separation : separations) {
        assertThat(separation.path("auc").asDouble()).isCloseTo(area(separation), within(1e-9));
      }
      assertThat(separations.get(1).path("auc").asDouble())
          .isLessThanOrEqualTo(separations.get(0).path("auc").asDouble());
      assertThat(detector.path("robust_accuracy").asDouble())
          .isLessThanOrEqualTo(detector.path("robust_accuracy_oblivious").asDouble());
    }
    try (Stream<Path> files = Files.list(folder.resolve("tested"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("report.json", "report.html");
    }
  }

  private static double area(JsonNode separation) {
    JsonNode roc = separation.path("roc");
    double area = 0;
    for (int i = 1; i < roc.size(); i++) {
      double width = roc.get(i).path("fpr").asDouble() - roc.get(i - 1).path("fpr").asDouble();
      area +=
          width * (roc.get(i).path("tpr").asDouble() + roc.get(i - 1).path("tpr").asDouble()) / 2;
    }
    return area;
  }

  /** A detector behind the stages that its model was trained behind. */
  @Test
  void detectorsStandBehindPurifiers() throws IOException {
    succeeds(
        "detect fit --quiet --detector softmax --defend bit-depth:4 --out DIR/behind.safetensors"
            + MODEL);
    succeeds(
        "attack --threat linf:0.2 --attack fgsm --curve-samples 0 --quiet --limit 60"
            + " --defend \"bit-depth:4 | detect:DIR/behind.safetensors\" --out DIR/both"
            + MODEL);
    assertThat(report("both").path("defence").findValuesAsText("name"))
        .containsExactly("bit-depth", "detect");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "detect fit --detector energi; unknown detector 'energi', did you mean 'energy'?",
        "detect fit --detector energy:temperature=0; wants a positive, finite temperature",
        "detect fit --detector energy --threat linf:0.1; learns from clean samples alone",
        "detect fit --detector mahalanobis:layers=fc9 --threat linf:0.1; unknown layer 'fc9'",
        "detect fit --detector energy --adversarial 5; want --threat",
        "detect fit --detector energy --split test; are to set the threshold as well",
        "detect fit --detector reconstruction:DIR/none.st; can't be read",
        "detect fit --detector energy --calibration-offset 100000; leaves none of the",
        "detect fit --detector mahalanobis --threat linf:1e-9; breaks none of",
        "detect fit --detector mahalanobis --attack pgd; want --threat",
        "detect fit --detector energy --defend smooth; a detector is fitted behind stages that change inputs",
      })
  void whatCannotBeFittedIsRefused(String command, String sentence) {
    CommandLineRun run = run(command + " --out DIR/refused.safetensors" + MODEL);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(folder.resolve("refused.safetensors")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "detect:DIR/net.safetensors; is not a fitted detector of redoubt detect fit",
        "detect:DIR/points.npz; points.npz",
        "detect:DIR/none.safetensors; can't be read",
        "detect:DIR/energy.safetensors@fpr=0.1%; at least 999 are needed",
        "detect:DIR/energy.safetensors@fpr=120%; lies between 0 and 1",
        "detect:DIR/energy.safetensors@fpr=few; is not a number",
        "detect; stage detect wants file",
      })
  void whatIsNoFittedDetectorIsRefused(String defence, String sentence) {
    CommandLineRun run =
        run(
            "attack --quiet --threat linf:0.1 --attack fgsm --out DIR/refused --defend \""
                + defence
                + "\""
                + MODEL);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(folder.resolve("refused")).doesNotExist();
  }

  @Test
  void detectorsOfAnotherModelAreRefused() {
    for (String command :
        List.of(
            "attack --quiet --threat linf:0.1 --attack fgsm --defend detect:DIR/energy.safetensors",
            "detect test --quiet --threat linf:0.1 --attack fgsm --detector DIR/energy.safetensors")) {
      CommandLineRun run =
          run(
              command
                  + " --model DIR/other.safetensors --data npz:DIR/points.npz --out DIR/refused");
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("was fitted for another model", "detect fit");
      assertThat(folder.resolve("refused")).doesNotExist();
    }
  }

  @Test
  void anUntouchedByteCountsForTheDigest() throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("energy.safetensors"));
    content[content.length - 3] ^= 1;
    Files.write(folder.resolve("flipped.safetensors"), content);
    CommandLineRun run =
        run(
            "attack --quiet --threat linf:0.1 --attack fgsm --out DIR/refused"
                + " --defend detect:DIR/flipped.safetensors"
                + MODEL);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is corrupt: its digest does not match");
  }

  @Test
  void samplesThatSetTheThresholdAreNoFairTest() throws IOException {
    succeeds(
        "detect test --quiet --threat linf:0.1 --attack fgsm --no-roc --fpr 0.1 --limit 1000"
            + " --detector DIR/energy.safetensors --out DIR/fair"
            + MODEL);
    int calibrated = DetectorFile.read(folder.resolve("energy.safetensors")).calibration().size();
    int tested = report("fair").path("data").path("samples").asInt();
    assertThat(tested).isBetween(calibrated, calibrated + 1);
    succeeds(
        "attack --threat linf:0.1 --attack fgsm --curve-samples 0 --quiet"
            + " --defend detect:DIR/energy.safetensors --out DIR/unfair"
            + MODEL);
    assertThat(report("unfair").path("notes").toString())
        .contains("Detector energy has its threshold from " + calibrated + " of these samples");
    CommandLineRun learnt =
        run(
            "detect test --quiet --threat linf:0.1 --attack fgsm --fpr 0.1 --split train"
                + " --detector DIR/energy.safetensors --out DIR/learnt"
                + MODEL);
    assertThat(learnt.code()).isEqualTo(2);
    assertThat(learnt.err()).contains("have learnt from all");
  }

  @Test
  void detectorsAndLayersAreListed() {
    assertThat(run("detect list").out()).contains("mahalanobis", "Lee et al. 2018");
    CommandLineRun run = run("model info --layers --model DIR/net.safetensors");
    assertThat(run.out()).contains("fc1", "Linear", "can be observed");
  }

  @Test
  void detectorsAreNoModelsAndAreNotTrainedBehind() {
    CommandLineRun asModel = run("model info --model DIR/energy.safetensors");
    assertThat(asModel.code()).isEqualTo(2);
    assertThat(asModel.err()).contains("is a fitted detector");
    CommandLineRun trained =
        run(
            "train --quiet --data npz:DIR/points.npz --arch mlp:8 --epochs 1 --batch 16"
                + " --defend detect:DIR/energy.safetensors --out DIR/never.safetensors");
    assertThat(trained.code()).isEqualTo(2);
    assertThat(trained.err()).contains("a detector belongs to one model as it is");
    assertThat(folder.resolve("never.safetensors")).doesNotExist();
  }

  @Test
  void theModelIsNotWrittenOver() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("net.safetensors"));
    CommandLineRun run = run("detect fit --detector energy --out DIR/net.safetensors" + MODEL);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is a file that the detector is made from");
    assertThat(Files.readAllBytes(folder.resolve("net.safetensors"))).isEqualTo(before);
  }

  /** Noise moves the scores of clean inputs, so the rate that was set holds no more. */
  @Test
  void elsewhereThanItWasCalibratedNoIntervalIsPromised() throws IOException {
    String attack = "attack --threat linf:0.1 --attack fgsm --curve-samples 0 --quiet --limit 40";
    succeeds(attack + " --defend detect:DIR/energy.safetensors --out DIR/here" + MODEL);
    succeeds(
        attack
            + " --defend \"bit-depth:2 | detect:DIR/energy.safetensors\" --out DIR/elsewhere"
            + MODEL);
    assertThat(report("here").path("notes").toString()).contains("its true rate lies between");
    succeeds(
        attack
            + " --defend \"detect:DIR/energy.safetensors | bit-depth:2\" --out DIR/before"
            + MODEL);
    for (String other : List.of("elsewhere", "before")) {
      assertThat(report(other).path("notes").toString())
          .doesNotContain("its true rate lies between")
          .contains("was calibrated with nothing around the classifier");
    }
  }

  /** A random score, with attackers who average over its draws. */
  @Test
  void randomDetectorsAreTestedToo() throws IOException {
    succeeds(
        "detect fit --quiet --detector odds:sigma=0.1,copies=4 --out DIR/odds.safetensors" + MODEL);
    succeeds(
        "detect test --quiet --threat linf:0.3 --attack pgd --steps 5 --restarts 1 --limit 20 --fpr 0.1"
            + " --eot 2 --detector DIR/odds.safetensors --out DIR/random"
            + MODEL);
    JsonNode detector = report("random").path("detectors").get(0);
    assertThat(detector.path("passes").asInt()).isEqualTo(4);
    assertThat(detector.path("separations")).hasSize(2);
    assertThat(detector.path("clean_accuracy").asDouble()).isGreaterThan(.5);
  }
}
