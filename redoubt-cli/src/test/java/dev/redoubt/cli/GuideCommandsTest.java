package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the guides that name models by these names runs, on published models. */
class GuideCommandsTest {
  private static final Path GUIDES = Path.of("../docs/guides");

  /** The guide's names, and what stands in for them. */
  private static final Map<String, String> FILES =
      Map.of(
          "net.onnx", "models/wk_mnist_0.1.onnx",
          "scripted.pt", "models/wk_mnist_0.1.ts.pt",
          "weights.pth", "models/wk_mnist_0.1.pth",
          "weights.npz", "models/wk_mnist_0.1.npz");

  @TempDir private static Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> yourModel() throws IOException {
    return commands("your-model.md", 7);
  }

  @TestFactory
  Stream<DynamicTest> autoAttack() throws IOException {
    return commands("autoattack.md", 2);
  }

  @TestFactory
  Stream<DynamicTest> chooseAnAttack() throws IOException {
    return commands("choose-an-attack.md", 8);
  }

  /** Runs of training are cut short, which the guide's reader would not want. */
  @TestFactory
  Stream<DynamicTest> harden() throws IOException {
    return commands("harden.md", 7);
  }

  /** Few inputs and few draws: what is trained in a moment is certain of nothing. */
  @TestFactory
  Stream<DynamicTest> certify() throws IOException {
    return commands("certify.md", 7);
  }

  @TestFactory
  Stream<DynamicTest> purify() throws IOException {
    return commands("purify.md", 5);
  }

  @TestFactory
  Stream<DynamicTest> detect() throws IOException {
    return commands("detect.md", 6);
  }

  @TestFactory
  Stream<DynamicTest> purifyWithDiffusion() throws IOException {
    return commands("purify-with-diffusion.md", 3);
  }

  @TestFactory
  Stream<DynamicTest> auditAClaim() throws IOException {
    return commands("audit-a-claim.md", 4);
  }

  /** Those that train take minutes, and are parsed alone; CompareTest trains on next to nothing. */
  @TestFactory
  Stream<DynamicTest> whatDefencesCost() throws IOException {
    return commands("what-defences-cost.md", 1, line -> line.contains("--models"));
  }

  private static Stream<DynamicTest> commands(String guide, int least) throws IOException {
    return commands(guide, least, line -> true);
  }

  private static Stream<DynamicTest> commands(String guide, int least, Predicate<String> chosen)
      throws IOException {
    List<String> lines =
        Files.readString(GUIDES.resolve(guide))
            .replace("\\\n", " ")
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("./redoubt ") && !line.contains("http://"))
            .filter(chosen)
            .toList();
    assertThat(lines).hasSizeGreaterThan(least);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> runs(line)));
  }

  private static void runs(String line) {
    Map<String, String> places = new LinkedHashMap<>();
    FILES.forEach((name, file) -> places.put(name, SharedData.require(file).toString()));
    places.put("MNIST_DIR", SharedData.require("mnist").toString());
    String[] words = CommandLineRun.words(line).toArray(String[]::new);
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      for (Map.Entry<String, String> place : places.entrySet()) {
        word = word.replaceAll("(^|[:=,])" + place.getKey() + "(?=$|,)", "$1" + place.getValue());
      }
      boolean file = !words[i - 1].equals("--effort"); // a guide may call a folder quick
      boolean written =
          words[i - 1].equals("--out") || (file && Files.exists(folder.resolve(word)));
      words[i] = written ? folder.resolve(word).toString() : withFile(word);
    }
    List<String> command = new ArrayList<>(Arrays.asList(words).subList(1, words.length));
    if (command.get(0).equals("train")) {
      put(command, "--limit", "200");
      put(command, "--epochs", "1");
      put(command, "--batch", "50");
    }
    if (command.contains("diffusion") && !command.contains("--from")) {
      put(command, "--noise-steps", "20"); // samples for the report take no more steps then
    }
    if (command.get(0).equals("audit") && !command.get(1).equals("verify")) {
      put(command, "--limit", command.contains("0.9") ? "60" : "8");
    }
    if (command.get(0).equals("compare")) {
      put(command, "--limit", "4");
    }
    if (command.get(0).equals("certify") && !command.get(1).equals("analyze")) {
      put(command, "--limit", "4");
      put(command, "--n", "1500");
    }
    CommandLineRun run = CommandLineRun.of(command.toArray(String[]::new));

    assertThat(run.code()).as(run.err()).isZero();
  }

  /** A defence or attack that names a file which an earlier command has written. */
  private static String withFile(String word) {
    String kind = word.substring(0, word.indexOf(':') + 1);
    String file = word.substring(kind.length());
    return List.of("autoencoder:", "universal:", "detect:", "diffusion:").contains(kind)
        ? kind + folder.resolve(file)
        : word;
  }

  private static void put(List<String> command, String option, String value) {
    int place = command.indexOf(option);
    if (place < 0) {
      command.addAll(List.of(option, value));
    } else {
      command.set(place + 1, value);
    }
  }

  /** Its authors: PGD-40 succeeds on all images at epsilon .3. */
  @Test
  void pgdLeavesNothingOfAnUndefendedOnnxNet() throws IOException {
    Path out = folder.resolve("advertorch");
    CommandLineRun run =
        CommandLineRun.of(
            "attack",
            "--quiet",
            "--model",
            SharedData.require("models/advertorch_lenet5_clntrained.onnx").toString(),
            "--data",
            "mnist:" + SharedData.require("mnist"),
            "--limit",
            "100",
            "--threat",
            "linf:0.3",
            "--attack",
            "pgd",
            "--curve-samples",
            "0",
            "--out",
            out.toString());
    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(report.path("clean_accuracy").asDouble()).isGreaterThan(.95);
    assertThat(report.path("robust_accuracy").asDouble(-1)).isZero();
  }
}
