package dev.redoubt.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.audit.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrialFileTest {
  private static final Trial FIRST =
      SomeTrials.of("undefended", Kind.CONTROL, 0, .1, .1, Verdict.CREDIBLE);
  private static final Trial SECOND =
      SomeTrials.of("pgd", Kind.CONTROL, 1, .7, .7, Verdict.INCONCLUSIVE);

  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private TrialFile open(String program) {
    return new TrialFile(
        folder.resolve("trials.jsonl"),
        program,
        new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsDoneIsNotDoneAgain() {
    TrialFile file = open("one");
    file.add(FIRST);
    file.add(SECOND);
    TrialFile again = open("one");
    assertThat(again.trials()).containsExactly(FIRST, SECOND);
    Fixture undefended = ControlFixtures.all().get(0);
    assertThat(again.of(undefended, new Fixture.Run(0, 0))).contains(FIRST);
    assertThat(again.of(undefended, new Fixture.Run(1, 1))).isEmpty();
    assertThat(said()).isEmpty();
  }

  @Test
  void aLineThatWasCutOffIsDoneAgain() throws IOException {
    open("one").add(FIRST);
    Files.writeString(
        folder.resolve("trials.jsonl"), "{\"fixture\":\"pg", StandardOpenOption.APPEND);
    TrialFile again = open("one");
    assertThat(again.trials()).containsExactly(FIRST);
    again.add(SECOND);
    assertThat(open("one").trials()).containsExactly(FIRST, SECOND);
    assertThat(said()).contains("cut off");
  }

  @Test
  void anotherProgramAuditsEverythingAndSaysSo() {
    open("one").add(FIRST);
    assertThat(open("two").trials()).isEmpty();
    assertThat(said()).contains("another version").contains("trials.jsonl.old");
    assertThat(folder.resolve("trials.jsonl.old")).exists();
    assertThat(open("two").trials()).isEmpty();
  }
}
