package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.report.AttackResult;
import dev.redoubt.report.Attacker;
import dev.redoubt.report.Cost;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.DefenceResult;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.ModelResult;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.RunReport;
import dev.redoubt.report.StageSummary;
import dev.redoubt.report.ThreatSummary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final StageSummary NOISE =
      new StageSummary("noise", Map.of("sigma", 0.1), "its own", true, false);

  @Test
  void fewShortNamesStandSideBySide() {
    assertThat(table(null, List.of(attack("noise"), attack("pgd-40")), List.of("A note.")))
        .contains(
            "model                            clean   after noise  after pgd-40        robust",
            "net.safetensors                 92.0 %        44.0 %        44.0 %        12.0 %")
        .doesNotContain("Note", "oblivious");
  }

  @Test
  void longNamesStandOneBelowTheOther() {
    DefenceResult defence = new DefenceResult(0.44, List.of(NOISE), List.of());
    List<AttackResult> attacks =
        List.of(attack("noise"), attack("pgd-20, oblivious"), attack("pgd-20, 4 draws"));
    String table = table(defence, attacks, List.of("The attack is blind."));

    assertThat(table)
        .contains(
            """
            net.safetensors behind noise
              clean                      92.0 %
              after noise                44.0 %
              after pgd-20, oblivious    44.0 %
              after pgd-20, 4 draws      44.0 %
              robust                     12.0 %
            """,
            "Note, net.safetensors: The attack is blind.",
            "Robust accuracy: oblivious 44.0 %, adaptive 12.0 %; only apparent: 32.0 points");
  }

  @Test
  void manyAttacksStayWithinTheTerminal() {
    List<AttackResult> attacks = new ArrayList<>();
    for (String name : List.of("noise", "apgd-ce", "apgd-t", "fab-t", "square")) {
      attacks.add(attack(name));
    }
    assertThat(table(null, attacks, List.of()).lines())
        .contains("  after square     44.0 %")
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }

  @Test
  void longNotesAreBrokenIntoLines() {
    DefenceResult defence = new DefenceResult(0.44, List.of(NOISE), List.of());
    String note = "Word after word ".repeat(20).strip() + ".";
    String table = table(defence, List.of(attack("noise")), List.of(note));

    assertThat(table.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
    assertThat(table.replaceAll("\\s+", " ")).contains("Note, net.safetensors: " + note);
  }

  @Test
  void withoutObliviousAttackersThereIsNothingToCompare() {
    DefenceResult defence = new DefenceResult(null, List.of(NOISE), List.of());
    assertThat(table(defence, List.of(attack("noise")), List.of()))
        .doesNotContain("oblivious", "apparent");
  }

  private static AttackResult attack(String name) {
    Attacker attacker = new Attacker(name, Knowledge.ACCESS, 1);
    return new AttackResult(name, attacker, 0.44, 1, 1, 1, Map.of());
  }

  private static String table(
      @Nullable DefenceResult defence, List<AttackResult> attacks, List<String> notes) {
    ModelResult model =
        new ModelResult(
            "net.safetensors",
            new ModelIdentity("net.safetensors", "00"),
            100,
            0.92,
            0.12,
            defence,
            attacks,
            null,
            new Cost(1, 1, 1, 1),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            notes);
    Provenance provenance =
        new Provenance("1", List.of(), 0, "00", "host", "java", "engine", 1, "cpu", "now");
    StringWriter out = new StringWriter();
    ResultTable.print(
        new PrintWriter(out),
        new RunReport(
            "attack",
            provenance,
            new DataSummary("roadsigns", "test", 100),
            new ThreatSummary("linf", 0.1, "linf:0.1"),
            List.of(model)),
        Path.of("out"));
    return out.toString();
  }
}
