package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.compare.Findings;
import dev.redoubt.compare.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defences side by side: in JSON, in words, on the page. */
final class ComparisonReportTest {
  private static final ComparisonReport REPORT = ComparisonFixtures.families();

  private static String plain(String text) {
    return text.replace('\u00a0', ' ');
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String paragraph(ComparisonRow row) {
    ComparisonRow base = REPORT.rows().get(0);
    ComparisonReport report =
        ComparisonFixtures.report(row.equals(base) ? List.of(base) : List.of(base, row));
    return plain(new ComparisonWords(report).paragraph(row));
  }

  private static String paragraph(String defence, Guarantee guarantee, Findings findings) {
    return paragraph(ComparisonFixtures.row("one", defence, guarantee, findings, 200, 1.1));
  }

  @Test
  void jsonKeepsTheRowsInOrderWithAllNumbers() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ReportJson.pretty(REPORT));
    assertThat(keys(json))
        .containsExactly("command", "provenance", "data", "threat", "effort", "rows", "notes");
    assertThat(json.path("rows").findValuesAsText("folder"))
        .containsExactly(
            "rows/undefended",
            "rows/adversarial-training",
            "rows/smoothing",
            "rows/diffusion",
            "rows/detection");
    JsonNode smoothing = json.path("rows").get(2);
    assertThat(smoothing.path("guarantee").asText()).isEqualTo("proven");
    assertThat(smoothing.path("findings").path("certified").path("estimate").asDouble())
        .isEqualTo(58 / 128.0);
    assertThat(smoothing.path("findings").path("verdict").asText()).isEqualTo("certified");
    assertThat(smoothing.path("training_relative").asDouble()).isEqualTo(61 / 20.0);
    assertThat(smoothing.path("inference").path("passes").asInt()).isEqualTo(25);
    assertThat(json.path("rows").get(0).path("findings").path("certified").isNull()).isTrue();
  }

  @Test
  void theHeadlineNamesTheBestAndWhatWasOnlyApparent() {
    assertThat(plain(new ComparisonWords(REPORT).headline()))
        .isEqualTo(
            "Under a perturbation of Euclidean length at most 0.5, adversarial-training keeps most: 74.2 % of 128 samples; of the 89.8 % that detection seems to keep, 37.5 % are left to those who know of it.");
    ComparisonReport one = ComparisonFixtures.report(REPORT.rows().subList(0, 1));
    assertThat(plain(new ComparisonWords(one).headline()))
        .endsWith("undefended keeps most: 36.7 % of 128 samples.");
  }

  @Test
  void paragraphsSayHowMuchWasOnlyApparent() {
    assertThat(
            paragraph(
                "jpeg:75", Guarantee.EMPIRICAL, ComparisonFixtures.findings(120, 90, 50, null, .7)))
        .contains("leave 70.3 %: 31.3 points of its robustness were only apparent")
        .contains("Its owner's claim: The claim is refuted.");
    assertThat(
            paragraph(
                "jpeg:75", Guarantee.EMPIRICAL, ComparisonFixtures.findings(120, 90, 88, null, .6)))
        .contains("does not rest on being secret")
        .doesNotContain("apparent");
    assertThat(paragraph(REPORT.rows().get(1)))
        .doesNotContain("don't know that there is a defence");
  }

  @Test
  void paragraphsCompareWithTheFirstRowAsFarAsTheSamplesAllow() {
    assertThat(paragraph(REPORT.rows().get(1)))
        .contains("That is 37.5 points more than undefended");
    assertThat(
            paragraph(
                "jpeg:75",
                Guarantee.EMPIRICAL,
                ComparisonFixtures.findings(120, 50, 50, null, null)))
        .contains("can't be told from the 36.7 % that undefended keeps")
        .contains("5.5 points less than undefended, and on 39.1 %");
    assertThat(
            paragraph(
                "jpeg:75", Guarantee.EMPIRICAL, ComparisonFixtures.findings(120, 9, 9, null, null)))
        .contains("That is 29.7 points less than undefended keeps");
    assertThat(paragraph(REPORT.rows().get(0)))
        .contains("Nothing was done", "what the costs of the others are relative to")
        .doesNotContain("more than", "can't be told");
  }

  @Test
  void paragraphsSayWhatIsGuaranteedAndWhatIsNot() {
    assertThat(paragraph(REPORT.rows().get(2)))
        .contains("For 45.3 % (36.5 to 54.3 %) it is proven that no change within l2:0.5")
        .contains("at most 0.1 %")
        .contains("an answer takes 24 times as long");
    assertThat(paragraph(REPORT.rows().get(4)))
        .contains("Rejecting gives no guarantee")
        .doesNotContain("reduced cost");
    assertThat(paragraph(REPORT.rows().get(3)))
        .startsWith("Measured at reduced cost, on 64 samples: PGD-20, 4 draws a look");
    assertThat(paragraph(REPORT.rows().get(1)))
        .contains("No proof stands behind it")
        .contains("22 times as long; an answer costs about the same");
  }

  @Test
  void whatIsNotKnownIsNotMadeUp() {
    ComparisonRow known = REPORT.rows().get(1);
    ComparisonRow unknown =
        new ComparisonRow(
            known.name(),
            known.about(),
            known.model(),
            null,
            known.guarantee(),
            known.findings(),
            null,
            null,
            known.inference(),
            known.folder());
    assertThat(paragraph(unknown)).contains("What its training cost is not known");
    ComparisonView view =
        ComparisonView.of(ComparisonFixtures.report(List.of(REPORT.rows().get(0), unknown)));
    assertThat(view.rows().get(1).training()).isEqualTo("not known");
    assertThat(view.rows().get(1).relative()).isEmpty();
  }

  @Test
  void thePageShowsTheTableAndLoadsNothing() throws IOException {
    String page = plain(ComparisonPage.render(REPORT));
    for (String text :
        List.of(
            "proven at l2:0.5",
            "74.2 %",
            "65.7 to 81.5 %",
            "on the claim of 89.8 %",
            "on what was measured",
            "× 210",
            "25 passes",
            "a few &lt;words&gt;",
            "rows/smoothing/report.html",
            "undefended, adversarial-training, smoothing, detection",
            "They would take hours.")) {
      assertThat(page).contains(text);
    }
    assertThat(Pattern.compile("(src|href)\\s*=\\s*\"(https?:)?//").matcher(page).find()).isFalse();
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void factorsHaveTwoDigits() {
    assertThat(List.of(.5, .94, 1.0, 1.04, 2.36, 9.96, 24.4, 207.0, 1234.0, 99.6))
        .extracting(ComparisonView::factor)
        .containsExactly("0.50", "0.94", "1.0", "1.0", "2.4", "10", "24", "210", "1,200", "100");
  }

  @Test
  void rowsAreTakenAgainUnderTheSameFingerprintAlone(@TempDir Path folder) throws IOException {
    Findings findings = REPORT.rows().get(3).findings();
    ComparisonFiles.writeRow(folder, "version 1", findings);
    assertThat(ComparisonFiles.readRow(folder, "version 1")).contains(findings);
    assertThat(ComparisonFiles.readRow(folder, "version 2")).isEmpty();
    Files.writeString(folder.resolve("row.json"), "{\"fingerprint\":\"version 1\"");
    assertThat(ComparisonFiles.readRow(folder, "version 1")).isEmpty();
    assertThat(ComparisonFiles.readRow(folder.resolve("nowhere"), "version 1")).isEmpty();
  }

  @Test
  void bothFilesAreWritten(@TempDir Path folder) {
    ComparisonFiles.write(folder, REPORT);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("comparison.json", "report.html");
  }
}
