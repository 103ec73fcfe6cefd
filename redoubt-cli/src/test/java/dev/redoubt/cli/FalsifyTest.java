package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.onnx.OnnxExporter;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specifications of a network with the outputs X_0 + X_1 and 1. */
class FalsifyTest {
  private static final Pattern PAIR = Pattern.compile("\\((X_0|X_1|Y_0|Y_1) ([-.E\\d]+)\\)");

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void prepare() {
    Graph graph = Graph.builder().then("fc", new Linear(2, 2)).build();
    Map<String, float[]> weights =
        Map.of("fc.weight", new float[] {1, 1, 0, 0}, "fc.bias", new float[] {0, 1});
    InputSpec input = new InputSpec(List.of(2), 0, 1);
    OnnxExporter.write(
        new ModelBundle(Network.of(graph, weights), input, List.of("sum", "one"), Map.of()),
        folder.resolve("sum.onnx"));
  }

  /** X_0 in [-3, 2] and X_1 in [0, high]: is the sum at least 1 + Y_1 = 2? */
  private static CommandLineRun falsify(double high, String... more) throws IOException {
    Path spec = folder.resolve("sum.vnnlib");
    Files.writeString(
        spec,
        """
        (declare-const X_0 Real) (declare-const X_1 Real)
        (declare-const Y_0 Real) (declare-const Y_1 Real)
        (assert (and (>= X_0 -3) (<= X_0 1.5))) ; its middle is far from a violation
        (assert (>= X_1 0)) (assert (<= X_1 %s))
        (assert (>= Y_0 (+ Y_1 1)))
        """
            .formatted(high));
    String[] words = new String[5 + more.length];
    words[0] = "falsify";
    words[1] = "--model";
    words[2] = folder.resolve("sum.onnx").toString();
    words[3] = "--spec";
    words[4] = spec.toString();
    System.arraycopy(more, 0, words, 5, more.length);
    return CommandLineRun.of(words);
  }

  @Test
  void findsAndWritesCounterexample() throws IOException {
    Path out = folder.resolve("counterexample.txt");
    CommandLineRun run = falsify(1, "--attack", "pgd", "--out", out.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("sat: ").hasLineCount(1);
    String text = Files.readString(out);
    assertThat(text).startsWith("((X_0 ").endsWith("))\n");
    List<Double> values =
        PAIR.matcher(text).results().map(MatchResult::group).map(FalsifyTest::value).toList();
    assertThat(values).hasSize(4);
    assertThat(values.get(0)).isBetween(-3.0, 1.5);
    assertThat(values.get(1)).isBetween(0.0, 1.0);
    assertThat(values.get(0) + values.get(1)).isGreaterThan(2);
    assertThat(values.get(2)).isEqualTo((float) (values.get(0) + values.get(1)));
    assertThat(values.get(3)).isEqualTo(1);
  }

  private static double value(String pair) {
    return Double.parseDouble(pair.substring(5, pair.length() - 1));
  }

  @Test
  void doesNotKnowWhereThereIsNone() throws IOException {
    Path out = folder.resolve("none.txt");
    CommandLineRun run = falsify(0.4, "--out", out.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("unknown: ").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    CommandLineRun folderMissing = falsify(1, "--out", folder.resolve("no/such.txt").toString());
    Files.writeString(folder.resolve("one.vnnlib"), "(declare-const X_0 Real");
    CommandLineRun cut =
        CommandLineRun.of(
            "falsify",
            "--model",
            folder.resolve("sum.onnx").toString(),
            "--spec",
            folder.resolve("one.vnnlib").toString());

    assertThat(folderMissing.code()).isEqualTo(2);
    assertThat(folderMissing.err()).contains("such.txt").hasLineCount(1);
    assertThat(cut.code()).isEqualTo(2);
    assertThat(cut.err()).contains("one.vnnlib, line 1: the file ends").hasLineCount(1);
  }
}
