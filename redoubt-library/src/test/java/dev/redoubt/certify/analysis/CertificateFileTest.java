package dev.redoubt.certify.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.Certified;
import dev.redoubt.report.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFileTest {
  private static final String HEADER = "idx\tlabel\tpredict\tradius\tcorrect\ttime\n";
  private static final String OBJECT =
      "{\"id\":3,\"label\":1,\"prediction\":1,\"radius\":0.5,\"p_low\":0.9,\"n\":64,\"n0\":0,"
          + "\"alpha\":0.001,\"sigma\":0.25,\"seed\":7,\"correct\":true,\"seconds\":0.1}\n";

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path folder;

  private CertificateFile read(String content) throws IOException {
    return CertificateFile.read(Files.writeString(folder.resolve("log.txt"), content));
  }

  /** A table with commas for tabs and semicolons for ends of lines. */
  private static String table(String text) {
    return text.replace(',', '\t').replace(';', '\n');
  }

  private void assertRefused(String content, String... words) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("log.txt")
        .hasMessageContainingAll(words);
  }

  @Test
  void columnsMayStandInAnyOrderAmongOthers() throws IOException {
    CertificateFile file =
        read(
            "\ufeff"
                + table(
                        "radius,idx,note,label,predict,correct,time;1.5e-1,4,hello,2,2,1,0:01:02.5;;")
                    .replace("\n", "\r\n")
                + table("0.0,5,,2,-1,0,3;"));

    assertThat(file.inputs())
        .isEqualTo(List.of(new CohenLine(4, 2, 2, .15, 62.5), new CohenLine(5, 2, -1, 0, 3)));
    assertThat(file.sigma()).isEmpty();
    assertThat(file.alpha()).isEmpty();
  }

  @Test
  void countOfCorrectOnesIsReadAsWhatItIs() throws IOException {
    CertificateFile file = read(HEADER + table("0,1,1,0.5,1,9;1,1,0,0.5,1,9;2,0,0,0.5,2,9"));

    assertThat(file.inputs()).map(Certified::correct).containsExactly(true, false, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1,1,0.5,0,9             | line 2 & '0' for correct & expected 1",
        "0,1,0,0.5,1,9             | line 2 & '1' for correct & expected 0",
        "0,1,1,0.5,1,9;1,1,1,0,2,9;2,1,0,0,0,9 | line 4 & '0' for correct",
        "0,1,1,0.5,True,9          | line 2 & 'True' for correct & whole number",
        "0,1,1,-0.5,1,9            | line 2 & '-0.5' for radius & not negative",
        "0,1,1,nan,1,9             | line 2 & 'nan' for radius",
        "0,1,1,1e999,1,9           | line 2 & '1e999' for radius",
        "0,1,-1,0.5,0,9            | line 2 & '0.5' for radius & expected 0",
        "0,1,1,0.5,1,9;x,1,1,0,1,9 | line 3 & 'x' for idx & whole number",
        "0,-1,-1,0,1,9             | line 2 & '-1' for label",
        "0,1,-2,0,0,9              | line 2 & '-2' for predict & at least -1",
        "0,99999999999,1,0,0,9     | line 2 & '99999999999' for label",
        "0,1,1,0.5,1,soon          | line 2 & 'soon' for time & H:MM:SS",
        "0,1,1,0.5,1,-3            | line 2 & '-3' for time",
        "0,1,1,0.5,1               | line 2 has 5 columns & expected 6",
        "4,1,1,0.5,1,9;4,1,1,0,1,9 | line 3 & input 4 & line 2",
      })
  void badLineOfALogIsNamed(String lines, String words) {
    assertRefused(HEADER + table(lines), words.split(" & "));
  }

  @Test
  void otherFilesAreRefused() {
    assertRefused("", "is empty", "idx, label, predict");
    assertRefused(" \n\n", "is empty");
    assertRefused(HEADER, "header alone");
    assertRefused(table("idx,label,predict,correct,time;0,1,1,1,9"), "line 1", "'radius'");
    assertRefused("0\t3\t3\t0.378\t1\t15.4\n", "line 1", "'idx'", "header");
    assertRefused(HEADER + "x".repeat(20_000), "line 2", "longer than");
    assertThatThrownBy(() -> CertificateFile.read(folder.resolve("absent")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(
            () ->
                CertificateFile.read(
                    Files.writeString(folder.resolve("long"), HEADER + "\n".repeat(1000)),
                    new HeapBudget(100_000)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("memory");
  }

  @Test
  void certificatesComeBackAsTheyWereWritten() {
    List<Certificate> certificates =
        List.of(
            new Certificate(3, 1, 1, .5, .98, 640, 0, .001, .25, 7, true, Double.NaN, .25),
            new Certificate(-9, 2, 1, 1 / 3.0, .9, 32, 100, .002, .25, 7, false, Double.NaN, 0),
            new Certificate(5, 2, -1, 0, 0, 0, 0, .001, .25, -7, false, 0.04, 1e-3));
    RunFiles.writeCertificates(folder, certificates);
    CertificateFile file = CertificateFile.read(folder.resolve("certificates.jsonl"));

    assertThat(file.inputs()).isEqualTo(certificates);
    assertThat(file.sigma()).hasValue(.25);
    assertThat(file.alpha()).hasValue(.002);
    assertThat(file.analysis().abstain()).isEqualTo(1 / 3.0);
  }

  @Test
  void ablationHasNoSigma() throws IOException {
    CertificateFile file = read(OBJECT.replace("0.25", "null"));

    assertThat(file.sigma()).isEmpty();
    assertThat(((Certificate) file.inputs().get(0)).sigma()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"label\":1         | \"labl\":1            | line 1 & no key 'label'",
        "\"label\":1         | \"label\":-1          | '-1' for label & at least 0",
        "\"id\":3            | \"id\":3.5            | '3.5' for id & whole number",
        "\"prediction\":1    | \"prediction\":-2     | '-2' for prediction & at least -1",
        "\"prediction\":1    | \"prediction\":2      | 'true' for correct & expected false",
        "\"correct\":true    | \"correct\":1         | '1' for correct & expected true",
        "\"prediction\":1    | \"prediction\":-1     | '0.5' for radius & expected 0",
        "\"radius\":0.5      | \"radius\":-0.5       | '-0.5' for radius & at least 0",
        "\"radius\":0.5      | \"radius\":\"0.5\"    | '\"0.5\"' for radius & a number",
        "\"p_low\":0.9       | \"p_low\":1.9         | '1.9' for p_low & at most 1",
        "\"alpha\":0.001     | \"alpha\":0           | '0' for alpha & above 0 and below 1",
        "\"sigma\":0.25      | \"sigma\":0           | '0' for sigma & above 0",
        "\"seconds\":0.1}    | \"seconds\":0.1} x    | line 1 & no JSON",
        "\"seconds\":0.1}    | \"seconds\":0.1       | line 1 & no JSON",
      })
  void badCertificateIsNamed(String sound, String broken, String words) {
    assertRefused(OBJECT.replace(sound, broken), words.split(" & "));
  }

  @Test
  void certificatesOfSeveralRunsAreRefused() {
    assertRefused(OBJECT + OBJECT, "line 2", "input 3", "line 1");
    assertRefused(
        OBJECT + OBJECT.replace("\"id\":3", "\"id\":4").replace("0.25", "0.5"),
        "line 2",
        "'0.5' for sigma",
        "expected 0.25");
    assertRefused(OBJECT + "[]", "line 2", "object");
  }

  @Test
  void sigmaStandsInTheName() {
    assertThat(named("sigma_0.25")).hasValue(.25);
    assertThat(named("resnet-sigma1.00.tsv")).hasValue(1);
    assertThat(named("log.tsv")).isEmpty();
  }

  private static OptionalDouble named(String name) {
    return new CertificateFile(
            Path.of("sigma_3", name), List.of(), OptionalDouble.empty(), OptionalDouble.empty())
        .sigmaInName();
  }

  /** As Python 3.11 prints them. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "0.378, 0.378",
    "0.0186, 0.0186",
    "12, 12.0",
    "12.34, 12.3",
    "99.96, 1e+02",
    "123.4, 1.23e+02",
    "0.0001, 0.0001",
    "0.000012345, 1.23e-05",
    "0.00001, 1e-05",
    "1.125, 1.12",
    "1.135, 1.14",
    "2.5e-7, 2.5e-07"
  })
  void radiiArePrintedAsByTheReference(double radius, String text) {
    assertThat(PythonText.threeDigits(radius)).isEqualTo(text);
  }

  @Property(tries = 200)
  void logComesBack(
      @ForAll @DoubleRange(max = 1000) double radius,
      @ForAll @DoubleRange(max = 1e5) double seconds)
      throws IOException {
    Path file = Files.createTempFile("log", "");
    Path again = Files.createTempFile("log", "");
    try {
      new CohenLog(List.of(new CohenLine(8, 1, 1, radius, seconds))).write(file);
      CohenLine read = (CohenLine) CertificateFile.read(file).inputs().get(0);
      new CohenLog(List.of(read)).write(again);

      assertThat(Math.abs(read.radius() - radius)).isLessThanOrEqualTo(.00501 * radius);
      assertThat(Math.abs(read.seconds() - seconds)).isLessThanOrEqualTo(6e-7);
      assertThat(again).hasSameTextualContentAs(file);
    } finally {
      Files.delete(file);
      Files.delete(again);
    }
  }
}
