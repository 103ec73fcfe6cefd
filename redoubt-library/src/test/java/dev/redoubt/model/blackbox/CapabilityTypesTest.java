package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a black box can be handed to is decided when a program is compiled. */
class CapabilityTypesTest {
  private static final String PROGRAM =
      """
      import dev.redoubt.attack.*;
      import dev.redoubt.data.*;
      import dev.redoubt.model.*;
      import dev.redoubt.model.blackbox.*;
      import dev.redoubt.tensor.*;
      import dev.redoubt.threat.*;
      class Program {
        static Tensor attack(
            BlackBox box, Batch batch, ThreatModel threat, NetworkModel network, Draws draws) {
          Goal goal = Goal.untargeted();
          LabelModel labels = box.labels(rows -> new int[rows.length]);
          ScoreModel scores = box.scores(Scores.LOGITS, rows -> new float[rows.length][2]);
          return ATTACK.propose(MODEL, batch, threat, goal, draws).points();
        }
      }
      """;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "new Fgsm(), network, true",
    "new Fgsm(), scores, false",
    "new Fgsm(), labels, false",
    "'Pgd.of(10, new StepSize.OfEpsilon(.1), 1)', network, true",
    "'Pgd.of(10, new StepSize.OfEpsilon(.1), 1)', scores, false",
    "'Pgd.of(10, new StepSize.OfEpsilon(.1), 1)', 'Budgeted.scores(network, 5)', false",
    "new UniformNoise(), network, true",
    "new UniformNoise(), scores, true",
    "new UniformNoise(), labels, true",
    "new UniformNoise(), 'Budgeted.scores(scores, 5)', true"
  })
  void compilesOnlyIfTheModelGivesWhatTheAttackNeeds(
      String attack, String model, boolean compiles) {
    String program = PROGRAM.replace("ATTACK", attack).replace("MODEL", model);
    DiagnosticCollector<JavaFileObject> errors = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return program;
          }
        };
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-classpath",
            System.getProperty("java.class.path"));

    boolean compiled =
        compiler.getTask(new StringWriter(), null, errors, options, null, List.of(source)).call();

    assertThat(compiled).as("%s", errors.getDiagnostics()).isEqualTo(compiles);
    if (!compiles) {
      assertThat(errors.getDiagnostics().toString())
          .contains("cannot be converted to", "GradientModel");
    }
  }
}
