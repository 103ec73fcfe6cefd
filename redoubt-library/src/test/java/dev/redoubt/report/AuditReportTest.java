package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.audit.Audit;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Ruling;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.audit.Verdict;
import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditReportTest {
  private static final String EVIL = "</script ><script >alert(1)</script >|`x`";

  @Test
  void jsonReadsBackKeyByKey() throws Exception {
    JsonNode root = json(AuditSamples.certified());
    assertThat(keys(root))
        .containsExactly(
            "command",
            "provenance",
            "model",
            "defence",
            "data",
            "threat",
            "verdict",
            "sentence",
            "reasons",
            "claim",
            "effort",
            "samples",
            "clean_accuracy",
            "robust_accuracy",
            "certified_accuracy",
            "naive_accuracy",
            "checks",
            "not_run",
            "attacks",
            "curve",
            "calibration",
            "cost");
    assertThat(root.get("command").textValue()).isEqualTo("audit");
    assertThat(root.get("verdict").textValue()).isEqualTo("certified");
    assertThat(root.get("claim").doubleValue()).isEqualTo(.6);
    assertThat(root.get("samples").intValue()).isEqualTo(500);
    assertThat(keys(root.get("robust_accuracy"))).containsExactly("estimate", "low", "high");
    assertThat(root.get("robust_accuracy").get("estimate").doubleValue()).isEqualTo(.732);
    assertThat(root.get("certified_accuracy").get("estimate").doubleValue()).isEqualTo(.682);
    assertThat(keys(root.get("checks").get(0)))
        .containsExactly(
            "id",
            "title",
            "flag",
            "resolved",
            "void",
            "figures",
            "rule",
            "source",
            "remedy",
            "sentence",
            "seconds");
    assertThat(root.get("checks").get(5).get("void").booleanValue()).isTrue();
    assertThat(keys(root.get("attacks").get(0)))
        .containsExactly(
            "name",
            "attack",
            "knowledge",
            "draws",
            "robust_accuracy",
            "forwards",
            "backwards",
            "seconds",
            "settings");
    assertThat(keys(root.get("cost")))
        .containsExactly("forwards", "backwards", "seconds", "peak_rss_mb", "phases");
    assertThat(root.get("cost").get("forwards").longValue()).isEqualTo(412_000 + 10 * 8_000);
  }

  @Test
  void numbersThatJsonCannotExpressAreNullAndTheWholeRangeIsInf() throws Exception {
    JsonNode root = json(AuditSamples.credible());
    JsonNode points = root.get("curve").get("points");
    assertThat(points.get(1).get("epsilon").doubleValue()).isCloseTo(.075, within(1e-12));
    assertThat(points.get(points.size() - 1).get("epsilon").textValue()).isEqualTo("inf");
    JsonNode s2 = root.get("checks").get(7);
    assertThat(s2.get("id").textValue()).isEqualTo("S2");
    assertThat(s2.get("figures").get("loss_still_moving").isNull()).isTrue();
    JsonNode bin = root.get("calibration").get("clean").get("bins").get(0);
    assertThat(keys(bin)).containsExactly("samples", "confidence", "accuracy");
    assertThat(bin.get("confidence").isNull()).isTrue();
    assertThat(root.get("certified_accuracy").isNull()).isTrue();
  }

  @Test
  void whatABlackBoxCannotTellIsNull() throws Exception {
    JsonNode root = json(AuditSamples.blackBox());
    assertThat(root.get("verdict").textValue()).isEqualTo("inconclusive");
    for (String key : List.of("naive_accuracy", "certified_accuracy", "curve", "calibration")) {
      assertThat(root.get(key).isNull()).as(key).isTrue();
    }
    assertThat(json(AuditSamples.masked()).get("claim").isNull()).isTrue();
    assertThat(json(AuditSamples.masked()).get("verdict").textValue())
        .isEqualTo("masking-suspected");
  }

  @Test
  void filesHoldAllEvidence(@TempDir Path directory) throws Exception {
    AuditReport report = AuditSamples.certified();
    AuditFiles.write(directory, report, AuditSamples.INPUT);
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder(
            "audit.json", "samples.jsonl", "witnesses.npz", "report.html", "card.md");
    List<String> lines = Files.readAllLines(directory.resolve("samples.jsonl"));
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(lines).hasSize(500);
    assertThat(first.get("status").textValue()).isEqualTo("survived");
    assertThat(first.get("certificate").get("radius").doubleValue()).isEqualTo(.25);
    assertThat(new ObjectMapper().readTree(lines.get(400)).has("certificate")).isFalse();
    assertThat(new ObjectMapper().readTree(lines.get(400)).has("witness")).isFalse();
    Map<String, NpyArray> arrays = NpzReader.read(directory.resolve("witnesses.npz"));
    int broken = 421 - 366;
    assertThat(Objects.requireNonNull(arrays.get("ids")).shape()).containsExactly(broken);
    assertThat(Objects.requireNonNull(arrays.get("inputs")).shape())
        .containsExactly(broken, 1, 2, 2);
    assertThat(Objects.requireNonNull(arrays.get("inputs")).floats()[4]).isEqualTo(.367f);
    assertThat(Objects.requireNonNull(arrays.get("ids")).longs()[1]).isEqualTo(20 * 367);
    assertThat(Objects.requireNonNull(arrays.get("labels")).longs()[1]).isEqualTo(7);
  }

  @Test
  void nothingIsWrittenWhereAFileIsInTheWay(@TempDir Path directory) {
    Path absent = directory.resolve("absent");
    assertThatThrownBy(() -> AuditFiles.write(absent, AuditSamples.blackBox(), AuditSamples.INPUT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
    assertThatThrownBy(
            () ->
                AuditFiles.witnesses(
                    AuditSamples.refuted().audit().evidence(), InputSpec.image(1, 3, 3)))
        .hasMessageContaining("does not fit");
  }

  @Test
  void theVerdictComesFirstAndSectionsInOrder() throws IOException {
    String page = markup(AuditSamples.certified());
    assertThat(page)
        .containsSubsequence(
            "badge large good",
            "Certified</span>",
            "Claim: at least 60.0\u00a0% robust accuracy under l2:0.25.",
            "<h1>The claim of 60\u00a0% robust accuracy at l2:0.25 is proven",
            "id=\"reasons\"",
            "id=\"sandwich\"",
            "claim 60.0\u00a0%",
            "certified ≤ true ≤ attacked",
            "68.2\u00a0% to 73.2\u00a0%",
            "id=\"naive\"",
            "id=\"checks\"",
            "id=\"curve-title\"",
            "id=\"landscapes\"",
            "id=\"gallery\"",
            "id=\"calibration\"",
            "id=\"attacks\"",
            "id=\"cost\"",
            "id=\"limits\"",
            "id=\"standards\"",
            "redoubt audit verify DIR",
            "id=\"provenance\"");
  }

  @Test
  void sectionsWithoutContentDisappear() throws IOException {
    assertThat(markup(AuditSamples.blackBox()))
        .contains("true ≤ attacked", "at most 58.0\u00a0%", "there is no lower bound")
        .doesNotContain(
            "id=\"naive\"",
            "id=\"curve-title\"",
            "id=\"landscapes\"",
            "id=\"gallery\"",
            "id=\"calibration\"",
            "<canvas",
            "class=\"fill certified\"");
  }

  @Test
  void checksStandInOrderWithTheirEnds() {
    CheckView view = CheckView.of(AuditSamples.credible().audit());
    assertThat(view.lines())
        .extracting(line -> line.id() + " " + line.end())
        .containsExactly(
            "H1 CLEAN",
            "H2 CLEAN",
            "H3 CLEAN",
            "H5 CLEAN",
            "H6 RESOLVED",
            "H8 VOID",
            "H9 NOT_RUN",
            "S1 CLEAN",
            "S2 CLEAN",
            "S4 CLEAN",
            "S10 CLEAN");
    assertThat(view.tally())
        .isEqualTo("11 checks: 8 clean, 1 flagged and resolved, 1 void, 1 not run.");
    assertThat(CheckView.of(AuditSamples.masked().audit()).tally())
        .isEqualTo("3 checks: 1 flagged and resolved, 2 flagged and unresolved.");
  }

  @Test
  void whatWasOnlyApparentIsSaid() {
    assertThat(NaiveView.of(AuditSamples.refuted().audit()))
        .extracting(NaiveView::sentence, NaiveView::apparent)
        .containsExactly(
            "An attacker who takes the gradients as they are leaves 46.2\u00a0%, the full evidence leaves 12.2\u00a0%: 34\u00a0points of robustness were only apparent.",
            "34.00%");
  }

  @Test
  void anUnlimitedBudgetIsSaidAndNotDrawn() throws IOException {
    String page = AuditPage.render(AuditSamples.masked());
    assertThat(page).contains("21.0\u00a0% still stand: the attack missed what must be there.");
    String data = page.substring(page.indexOf("id=\"chart-data\""));
    data = data.substring(data.indexOf('>') + 1, data.indexOf("</script>"));
    JsonNode curve = new ObjectMapper().readTree(data).get("series").get(0).get("curve");
    assertThat(curve).hasSize(7).allSatisfy(p -> assertThat(p.get("epsilon").isNumber()).isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void everyVerdictHasItsMarkAndMeaning(Verdict verdict) {
    AuditWords words = AuditWords.of(verdict);
    assertThat(words.style()).isEqualTo(List.of("good", "bad", "", "open").get(verdict.exitCode()));
    assertThat(words.mark()).hasSize(1);
    assertThat(words.meaning()).endsWith(".");
  }

  @Test
  void theCardSaysWhatARepositoryNeeds() {
    assertThat(AuditCard.of(AuditSamples.credible()))
        .containsSubsequence(
            "# Robustness card: net.rdb\n",
            "**Verdict: credible.** The claim of 80",
            "| Clean | 98.2\u00a0% | 96.6 to 99.2\u00a0% |",
            "| Robust: no attack of the audit broke it | 91.6\u00a0% |",
            "| Threat | linf:0.3 |",
            "| Effort | standard |",
            "| Seed | 7 |",
            "| Redoubt | 0.1.0 |",
            "| H6 | Attacks without gradients | flagged, resolved |",
            "## What was not run",
            "- certificates: Nothing that could be certified was given.",
            "redoubt audit verify DIR",
            "neither necessary nor sufficient")
        .doesNotContain("<", "Certified:");
  }

  @Test
  void namesFromTheUserAreText() throws IOException {
    AuditReport evil = evil();
    String page = AuditPage.render(evil);
    assertThat(page).doesNotContain("<script >alert").contains("&lt;script &gt;alert");
    assertThat(AuditCard.of(evil))
        .contains("\\</script \\>\\<script \\>alert(1)\\</script \\>\\|\\`x\\`")
        .doesNotContain(" <script", "|`x`");
  }

  @Test
  void standardsAreNamedWithoutAClaimOfCompliance() throws IOException {
    assertThat(markup(AuditSamples.credible()))
        .contains("no claim of compliance", "NISTAML.022", "15(5)", "attacks fgsm, pgd-40");
    assertThat(AuditStandards.of(AuditSamples.blackBox()))
        .extracting(AuditStandards::term)
        .doesNotContain("White-box evasion");
  }

  private static AuditReport evil() {
    AuditReport report = AuditSamples.refuted();
    Audit audit = report.audit();
    CheckResult check = AuditChecks.clean("H1", EVIL, Map.of(EVIL, EVIL), EVIL, EVIL, EVIL);
    List<SampleEvidence> none = new ArrayList<>();
    return new AuditReport(
        report.provenance(),
        new DataSummary(EVIL, EVIL, 0),
        report.threat(),
        new ModelIdentity(EVIL, EVIL),
        EVIL,
        new Audit(
            audit.plan(),
            new Ruling(Verdict.REFUTED, EVIL, List.of(EVIL)),
            none,
            audit.clean(),
            audit.robust(),
            null,
            null,
            List.of(check),
            List.of(new NotRun(EVIL, EVIL)),
            audit.curve(),
            audit.landscapes(),
            audit.calibration(),
            audit.phases(),
            audit.evaluation()),
        List.of(),
        Double.NaN);
  }

  private static String markup(AuditReport report) throws IOException {
    return AuditPage.render(report).replaceAll("(?s)<(script|style).*?</\\1>", "");
  }

  private static JsonNode json(AuditReport report) throws Exception {
    return new ObjectMapper().readTree(ReportJson.pretty(report));
  }

  private static List<String> keys(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
