package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.certify.analysis.Analysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnalysisReportTest {
  @Test
  void jsonHoldsAnEntryAFile() throws IOException {
    AnalysisReport report = CertificationFixtures.analysis();
    JsonNode files = new ObjectMapper().readTree(ReportJson.pretty(report)).get("analysis");
    JsonNode second = files.get(1);
    Analysis result = report.analysis().get(1).result();
    List<String> keys = new ArrayList<>();
    second.fieldNames().forEachRemaining(keys::add);

    assertThat(files).hasSize(3);
    assertThat(keys)
        .containsExactly(
            "file",
            "sha256",
            "sigma",
            "alpha",
            "certified_accuracy",
            "guaranteed",
            "acr",
            "abstain",
            "samples");
    assertThat(second.get("file").textValue()).isEqualTo("runs/gaussian-0.5/certificates.jsonl");
    assertThat(second.get("sigma").doubleValue()).isEqualTo(.5);
    assertThat(second.get("samples").intValue()).isEqualTo(500);
    assertThat(second.get("acr").doubleValue()).isEqualTo(result.acr());
    assertThat(second.get("certified_accuracy").fieldNames())
        .toIterable()
        .containsExactly("0.0", "0.25", "0.5", "0.75", "1.0");
    assertThat(second.get("certified_accuracy").get("0.25").doubleValue())
        .isEqualTo(result.at(.25).certifiedAccuracy());
    assertThat(second.get("guaranteed").get("0.25").doubleValue())
        .isEqualTo(result.at(.25).guaranteed());
    assertThat(files.get(2).get("alpha").isNull()).isTrue();
    assertThat(files.get(2).get("guaranteed").isNull()).isTrue();
  }

  @Test
  void filesAreNamedByWhatTellsThemApart() {
    assertThat(AnalysisPage.titles(List.of("a/x/log", "a/y/log")))
        .containsExactly("x/log", "y/log");
    assertThat(AnalysisPage.titles(List.of("a/x/one", "a/y/two"))).containsExactly("one", "two");
    assertThat(AnalysisPage.titles(List.of("a/x/log"))).containsExactly("log");
    assertThat(AnalysisPage.titles(List.of("log", "a/log"))).containsExactly("log", "a/log");
    assertThat(AnalysisPage.titles(List.of("a/log", "a/log"))).containsExactly("log", "log");
  }

  @Test
  void headlineNamesTheBest() {
    assertThat(AnalysisView.of(CertificationFixtures.analysis()).headline())
        .matches(
            "\\d\\d\\.\\d\u00a0% of the inputs of sigma_1\\.00 are certified at radius 0\\.5,"
                + " the most of 3 files\\.");
  }

  @Test
  void pageHoldsAllFiles() throws IOException {
    String page = AnalysisPage.render(CertificationFixtures.analysis());
    assertThat(page.replaceAll("(?s)<script.*?</script>", ""))
        .contains("gaussian-0.25/certificates.jsonl", "gaussian-0.5/certificates.jsonl")
        .contains("sigma_1.00", "r = 0.75", "Guaranteed", "id=\"curve\"")
        .doesNotContain("NaN");
    assertThat(page).contains("gaussian-0.25/certificates.jsonl, σ = 0.25", "\"sigma_1.00\"");
  }

  @Test
  void nothingCertifiedHasNoCurve() throws IOException {
    AnalysisReport.Entry entry =
        new AnalysisReport.Entry(
            "log",
            "ab",
            OptionalDouble.empty(),
            Analysis.of(
                CertificationFixtures.uncertified().certificates(), OptionalDouble.empty()));
    String page = AnalysisPage.render(CertificationFixtures.report(List.of(entry)));

    assertThat(page.replaceAll("(?s)<script.*?</script>", ""))
        .contains("100.0\u00a0%")
        .doesNotContain("<canvas", "Guaranteed", "NaN");
  }
}
