package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.certify.Certificate;
import dev.redoubt.report.RunFiles;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code certify analyze} on logs and on certificates of ours. */
class AnalyzeCommandTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path folder;

  private static CommandLineRun analyze(Object... words) {
    List<String> line = new ArrayList<>(List.of("certify", "analyze"));
    Arrays.stream(words).map(Object::toString).forEach(line::add);
    return CommandLineRun.of(line.toArray(String[]::new));
  }

  /** Four inputs: certified at .6 and at .3, as the wrong class, and not at all. */
  private Path log(String name) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "idx,label,predict,radius,correct,time;0,1,1,0.6,1,9;1,2,2,0.3,1,9;2,3,1,0.5,0,9;3,3,-1,0.0,0,9;"
            .replace(',', '\t')
            .replace(';', '\n'));
  }

  private static JsonNode json(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }

  @Test
  void tableAndReportHoldEachFile() throws IOException {
    Certificate certificate =
        new Certificate(5, 2, 2, 1, .98, 640, 0, .001, .5, 7, true, Double.NaN, .25);
    RunFiles.writeCertificates(folder, List.of(certificate));
    Path out = folder.resolve("out");
    CommandLineRun run =
        analyze(
            log("sigma_0.25"),
            folder.resolve("certificates.jsonl"),
            log("unnamed"),
            "--radii",
            "0.5,0.25,0.5,0",
            "--out",
            out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("file +sigma +inputs +r=0 +r=0.25 +r=0.5 +ACR +abstain"))
        .anyMatch(
            line -> line.matches(".*sigma_0.25 +0.25 +4 +50.0 % +50.0 % +25.0 % +0.2250 +25.0 %"))
        .anyMatch(line -> line.matches(".*unnamed +- +4 +50.0 % .*"))
        .contains("Report: " + out.resolve("report.html"));
    JsonNode files = json(out).get("analysis");
    assertThat(files.findValues("sigma"))
        .map(JsonNode::asText)
        .containsExactly("0.25", "0.5", "null");
    assertThat(files.findValues("samples")).map(JsonNode::intValue).containsExactly(4, 1, 4);
    JsonNode certified = files.get(0).get("certified_accuracy");
    assertThat(certified.get("0.0").doubleValue()).isEqualTo(.5);
    assertThat(certified.get("0.5").doubleValue()).isEqualTo(.25);
    assertThat(files.get(0).get("acr").doubleValue()).isCloseTo(.225, within(1e-12));
    assertThat(files.get(0).get("abstain").doubleValue()).isEqualTo(.25);
    assertThat(files.get(1).get("alpha").doubleValue()).isEqualTo(.001);
    assertThat(json(out).get("provenance").get("command_line"))
        .map(JsonNode::textValue)
        .startsWith("redoubt", "certify", "analyze");
    assertThat(out.resolve("report.html")).content().contains("of 3 files");
  }

  @Test
  void radiiAndSigmaHaveDefaults() throws IOException {
    Path log = log("sigma_0.25");
    CommandLineRun run = analyze(log, "--sigma", "2");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("r=0 +r=0.25 +r=0.5 +ACR")
        .containsPattern("sigma_0.25 +2 ")
        .doesNotContain("Report:");
    assertThat(analyze(log, "--quiet").out()).isEmpty();
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(log));
  }

  @Test
  void publishedLogGivesItsNumbers() {
    Path log =
        SharedData.require("smoothing/data/certify/cifar10/resnet110/noise_0.25/test/sigma_0.25");

    assertThat(analyze(log).out())
        .containsPattern("0.25 +500 +74.8 % +60.0 % +42.8 % +26.6 % +0.4289 +8.6 %");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DIR/none                            | none & does not exist",
        "DIR                                 | is a folder",
        "DIR/bad                             | bad line 2 & '-3' for radius",
        "DIR/good DIR/bad                    | bad line 2",
        "DIR/good --radii 0.5,x              | --radii & 'x'",
        "DIR/good --radii 0.5,-1             | --radii & -1",
        "DIR/good --radii NaN                | --radii & NaN",
        "DIR/good --sigma 0                  | --sigma & 0",
        "DIR/good --out DIR/good             | good & is a file",
        "DIR/good --out DIR/nowhere/out      | nowhere & does not exist",
        "--quiet                             | FILE",
      })
  void badInputIsOneSentence(String arguments, String words) throws IOException {
    log("good");
    Files.writeString(
        folder.resolve("bad"), Files.readString(folder.resolve("good")).replace("0.6", "-3"));
    CommandLineRun run =
        analyze((Object[]) arguments.replace("DIR", folder.toString()).split(" +"));

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst().orElseThrow())
        .startsWith("redoubt: ")
        .contains(words.split(" & "));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }
}
