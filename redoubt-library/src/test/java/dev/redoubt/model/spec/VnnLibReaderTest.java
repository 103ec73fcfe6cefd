package dev.redoubt.model.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.model.spec.Inequality.Term;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specifications written by hand, and what they mean. */
class VnnLibReaderTest {
  private static final String HEAD =
      """
      ; two inputs, two outputs
      (declare-const X_0 Real)
      (declare-const Y_0 Real)
      (declare-const X_1 Real) (declare-const Y_1 Real)
      """;
  private static final String BOX =
      "(assert (>= X_0 0)) (assert (<= X_0 1)) (assert (<= -2.5e-1 X_1)) (assert (<= X_1 .5))\n";

  @TempDir private static Path folder = Path.of("");

  private static Specification read(String text) throws IOException {
    return VnnLibReader.read(Files.writeString(folder.resolve("a.vnnlib"), text));
  }

  private static InputBox box(double low0, double high0, double low1, double high1) {
    return new InputBox(new double[] {low0, low1}, new double[] {high0, high1});
  }

  private static Inequality inequality(double first, double second, double bound) {
    return new Inequality(List.of(new Term(0, first), new Term(1, second)), bound);
  }

  @Test
  void conjunctionIsOneCase() throws IOException {
    Specification spec =
        read(HEAD + BOX + "(assert (<= Y_0 Y_1)) ; comment )\n(assert (>= Y_1 3))");

    assertThat(spec)
        .isEqualTo(
            new Specification(
                2,
                2,
                List.of(
                    new UnsafeCase(
                        box(0, 1, -.25, .5),
                        List.of(
                            inequality(1, -1, 0), new Inequality(List.of(new Term(1, -1)), -3))))));
  }

  @Test
  void disjunctionOverOutputsSharesTheBox() throws IOException {
    Specification spec =
        read(HEAD + BOX + "(assert (or (and (>= Y_0 Y_1)) (and (<= Y_0 -1) (<= Y_1 2))))");

    assertThat(spec.cases())
        .extracting(UnsafeCase::conditions)
        .containsExactly(
            List.of(inequality(-1, 1, 0)),
            List.of(
                new Inequality(List.of(new Term(0, 1)), -1),
                new Inequality(List.of(new Term(1, 1)), 2)));
    assertThat(spec.byBox()).containsOnlyKeys(box(0, 1, -.25, .5));
  }

  @Test
  void disjunctionMayBoundInputsToo() throws IOException {
    Specification spec =
        read(
            HEAD
                + BOX
                + """
                (assert (or
                  (and (<= X_0 0.25) (>= Y_0 1))
                  (and (>= X_0 0.75) (<= X_0 9) (or (>= Y_0 2) (>= Y_1 3)))
                  (and (>= X_0 2) (>= Y_0 7))))
                """);

    assertThat(spec.cases()).hasSize(3); // the last has an empty box
    assertThat(spec.byBox())
        .containsOnlyKeys(box(0, .25, -.25, .5), box(.75, 1, -.25, .5))
        .allSatisfy((box, cases) -> assertThat(cases).hasSize(box.low(0) == 0 ? 1 : 2));
  }

  @Test
  void disjunctionsMultiplyOut() throws IOException {
    String choice = "(assert (or (>= Y_0 1) (>= Y_1 2)))";
    assertThat(read(HEAD + BOX + choice + choice + choice).cases()).hasSize(8);
  }

  @Test
  void sumsAndMultiplesAreBroughtToOneSide() throws IOException {
    Specification spec =
        read(
            HEAD
                + "(assert (and (<= (* 2 X_0) 1) (>= X_0 (- 3)) (<= (* X_1 -4) 8) (<= (- X_1) -1)"
                + " (<= X_1 (+ 1 2 3))))"
                + "(assert (<= (+ (* 2 Y_0) (- Y_1 1) 5) (* 3 (+ Y_1 1))))");

    assertThat(spec.cases())
        .containsExactly(new UnsafeCase(box(-3, .5, 1, 6), List.of(inequality(2, -2, -1))));
  }

  @Test
  void violationIsWhatTheFileSays() throws IOException {
    Specification spec =
        read(HEAD + BOX + "(assert (or (and (>= Y_0 Y_1) (>= Y_0 1)) (<= Y_1 -5)))");

    assertThat(spec.isViolatedBy(new double[] {0, .5}, new double[] {1, 1})).isTrue();
    assertThat(spec.isViolatedBy(new double[] {1, -.25}, new double[] {-9, -5})).isTrue();
    assertThat(spec.isViolatedBy(new double[] {1, 0}, new double[] {.9, 0})).isFalse();
    assertThat(spec.isViolatedBy(new double[] {1, 0}, new double[] {2, 2.1})).isFalse();
    assertThat(spec.isViolatedBy(new double[] {Math.nextUp(1), 0}, new double[] {2, 0})).isFalse();
    assertThat(spec.isViolatedBy(new double[] {0, Double.NaN}, new double[] {2, 0})).isFalse();
    assertThat(spec.isViolatedBy(new double[] {0, 0}, new double[] {2, Double.NaN})).isFalse();
  }

  @Test
  void packedFilesAreTheSame() throws IOException {
    String text = HEAD + BOX + "(assert (<= Y_0 Y_1))";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("packed.vnnlib"), bytes.toByteArray());

    assertThat(VnnLibReader.read(file)).isEqualTo(read(text));
  }

  /** The assertions after the declarations, and the end of the sentence. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          (assert (<= Y_0 1))                 | gives input X_0 no lower bound
          BOX (assert (<= Y_2 1))             | line 6: Y_2 is not declared
          BOX (assert (<= X_1 X_0))           | a condition binds several inputs together, expected a bound on each
          BOX (assert (<= X_1 Y_0))           | a condition mixes inputs and outputs
          BOX (assert (<= 1 2))               | a condition depends on no input and no output
          BOX (assert (<= Y_0 Y_0))           | a condition depends on no input and no output
          BOX (assert (<= (* Y_0 Y_1) 1))     | a product of two variables is not linear
          BOX (assert (< Y_0 1))              | '<' stands where and, or, <= or >= was expected
          BOX (assert (<= Y_0 NaN))           | 'NaN' stands where a number, an input X_… or an output Y_… was expected
          BOX (assert (<= Y_0 1e999))         | the numbers of a condition are too large for 64 bits
          BOX (assert (<= Y_0 1)              | the file ends where ')' was expected
          BOX (assert (<= Y_0 1 2))           | '2' stands where ')' was expected
          BOX (assert (or))                   | ')' stands where '(' was expected
          BOX (check-sat)                     | 'check-sat' stands where declare-const or assert was expected
          BOX )                               | ')' stands where '(' was expected
          BOX                                 | has a case without a condition on the outputs
          BOX (assert (or (<= Y_0 1) (<= X_0 .5))) | has a case without a condition on the outputs
          BOX (assert (>= X_0 2)) (assert (<= Y_0 1)) | bounds its inputs so that none is left
          (declare-const X_3 Real)            | 'X_3' stands where X_2 or Y_2 was expected
          (declare-const X_2 Int)             | 'Int' stands where 'Real' was expected
          """)
  void refuses(String assertions, String sentence) {
    assertThatThrownBy(() -> read(HEAD + assertions.replace("BOX", BOX)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(folder.resolve("a.vnnlib").toString())
        .hasMessageEndingWith(sentence);
  }

  @Test
  void refusesWhatDeclaresOrAssertsNothing() {
    assertThatThrownBy(() -> read("; nothing"))
        .hasMessageEndingWith("declares no inputs X_0, X_1, …");
    assertThatThrownBy(() -> read("(declare-const X_0 Real)"))
        .hasMessageEndingWith("declares no outputs Y_0, …");
    assertThatThrownBy(() -> read(HEAD)).hasMessageEndingWith("asserts nothing");
    assertThatThrownBy(() -> VnnLibReader.read(folder.resolve("none")))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("does not exist");
  }

  @Test
  void hugeFormulasAreRefused() {
    String deep = "(and ".repeat(100_000) + "(<= Y_0 1)" + ")".repeat(100_000);
    String minus = "(- ".repeat(100_000) + "Y_0" + ")".repeat(100_000);
    String choices = "(assert (or (<= Y_0 1) (<= Y_1 1)))".repeat(60);
    String boxes = "(and (<= X_0 .5) (<= Y_0 1))".repeat(3_000);

    assertThatThrownBy(() -> read(HEAD + "(assert " + deep + ")"))
        .hasMessageEndingWith("parentheses are nested deeper than 100");
    assertThatThrownBy(() -> read(HEAD + "(assert (<= 0 " + minus + "))"))
        .hasMessageEndingWith("parentheses are nested deeper than 100");
    assertThatThrownBy(() -> read(HEAD + BOX + choices))
        .hasMessageEndingWith("more than 100000 cases when its disjunctions are multiplied out");
    Path wide = folder.resolve("wide.vnnlib");
    assertThatThrownBy(
            () -> {
              StringBuilder text = new StringBuilder("(declare-const Y_0 Real)");
              for (int i = 0; i < 2_000; i++) {
                text.append("(declare-const X_" + i + " Real)");
              }
              Files.writeString(wide, text + "(assert (or " + boxes + "))");
              VnnLibReader.read(wide, new HeapBudget(10 << 20));
            })
        .hasMessageStartingWith(wide + " declares 91 MB");
    assertThatThrownBy(() -> VnnLibReader.read(wide, new HeapBudget(1 << 20)))
        .hasMessageContaining("is longer than");
  }
}
