package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.certify.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationReportTest {
  private static final String EVIL = "</script ><script >alert('x')</script >";

  /** Four inputs: certified at .5, at .25, as the wrong class, and not at all. */
  private static CertificationReport four() {
    return CertificationFixtures.report(
        List.of(
            new Certificate(3, 1, 1, .5, .98, 640, 0, .001, .5, 7, true, Double.NaN, .25),
            new Certificate(4, 2, 2, .25, .75, 64, 0, .001, .5, 7, true, Double.NaN, .25),
            new Certificate(5, 2, 1, .5, .98, 640, 0, .001, .5, 7, false, Double.NaN, .25),
            new Certificate(6, 2, -1, 0, 0, 32, 100, .001, .5, 7, false, Double.NaN, .25)),
        CertificationProtocol.LABELLED,
        List.of(.5, .25, .75),
        null,
        100_100);
  }

  private static JsonNode json(CertificationReport report) throws IOException {
    return new ObjectMapper().readTree(ReportJson.pretty(report));
  }

  @Test
  void jsonHoldsProcedureAndFigures() throws IOException {
    JsonNode root = json(four());
    List<String> keys = new ArrayList<>();
    root.fieldNames().forEachRemaining(keys::add);

    assertThat(keys)
        .containsExactly(
            "command",
            "provenance",
            "data",
            "model",
            "smoothing",
            "smoothing_settings",
            "sigma",
            "norm",
            "conversion",
            "test",
            "test_settings",
            "alpha",
            "protocol",
            "seed",
            "radii",
            "fixed_samples",
            "certified_accuracy",
            "acr",
            "abstain",
            "mean_samples",
            "median_samples",
            "forwards",
            "seconds",
            "notes");
    assertThat(root.get("command").textValue()).isEqualTo("certify");
    assertThat(root.get("protocol").textValue()).isEqualTo("labelled");
    assertThat(root.get("acr").doubleValue()).isEqualTo(.75 / 4);
    assertThat(root.get("abstain").doubleValue()).isEqualTo(.25);
    assertThat(root.get("mean_samples").doubleValue()).isEqualTo((640 + 64 + 640 + 132) / 4.0);
    assertThat(root.get("median_samples").doubleValue()).isEqualTo((132 + 640) / 2.0);
    JsonNode shares = root.get("certified_accuracy");
    assertThat(shares.findValues("radius"))
        .map(JsonNode::doubleValue)
        .containsExactly(.25, .5, .75);
    assertThat(shares.findValues("certified_accuracy"))
        .map(JsonNode::doubleValue)
        .containsExactly(.5, .25, 0.0);
    assertThat(shares.get(1).get("low").doubleValue()).isCloseTo(.0063, within(5e-5));
    assertThat(shares.get(1).get("high").doubleValue()).isCloseTo(.8059, within(5e-5));
    assertThat(shares.get(1).get("guaranteed").doubleValue()).isZero();
  }

  @Test
  void withoutRadiiRoundOnesAreTaken() throws IOException {
    JsonNode root = json(CertificationFixtures.deployment());

    assertThat(root.get("radii")).isEmpty();
    assertThat(root.get("certified_accuracy").findValues("radius"))
        .map(JsonNode::doubleValue)
        .startsWith(0.0, .25, .5);
    assertThat(root.get("protocol").textValue()).isEqualTo("deployment");
    assertThat(root.get("conversion").textValue()).contains("divided by 28");
    assertThat(root.get("fixed_samples").isNull()).isTrue();
  }

  @Test
  void certificatesAreALineEach(@TempDir Path folder) throws IOException {
    RunFiles.writeCertificates(folder, four().certificates().subList(2, 4));
    RunFiles.writeCohenLog(folder, four().certificates());

    assertThat(Files.readAllLines(folder.resolve("certificates.jsonl")))
        .containsExactly(
            "{\"id\":5,\"label\":2,\"prediction\":1,\"radius\":0.5,\"p_low\":0.98,\"n\":640,"
                + "\"n0\":0,\"alpha\":0.001,\"sigma\":0.5,\"seed\":7,\"correct\":false,"
                + "\"p_value\":null,\"seconds\":0.25}",
            "{\"id\":6,\"label\":2,\"prediction\":-1,\"radius\":0.0,\"p_low\":0.0,\"n\":32,"
                + "\"n0\":100,\"alpha\":0.001,\"sigma\":0.5,\"seed\":7,\"correct\":false,"
                + "\"p_value\":null,\"seconds\":0.25}");
    assertThat(Files.readAllLines(folder.resolve("certificates.tsv")))
        .startsWith("idx\tlabel\tpredict\tradius\tcorrect\ttime", "3\t1\t1\t0.5\t1\t0:00:00.250000")
        .endsWith("6\t2\t-1\t0.0\t0\t0:00:00.250000");
  }

  @Test
  void headlineNeedsNoStatistics() {
    assertThat(CertificationHeadline.of(four()))
        .isEqualTo(
            "On 4 MNIST test images, 50.0\u00a0% are proven to keep their right class under every"
                + " change shorter than 0.25 (l2); 25.0\u00a0% under every one shorter than 0.5.");
    assertThat(CertificationHeadline.of(CertificationFixtures.uncertified()))
        .isEqualTo(
            "On 10 MNIST test images, none is proven to keep their right class under every change"
                + " shorter than 0.25 (l2).");
    assertThat(CertificationHeadline.of(CertificationFixtures.deployment()))
        .contains("every change of less than 0.25 per value (linf)");
    assertThat(RadiusWords.within("l0", 3)).isEqualTo("of at most 3 values");
    assertThat(RadiusWords.within("pixels", 3)).isEqualTo("of at most 3 pixels");
    assertThat(RadiusWords.within("pixels", 1)).isEqualTo("of at most 1 pixel");
    assertThat(RadiusWords.within("l1", 1.5)).isEqualTo("that adds up to less than 1.5");
  }

  @Test
  void drawsAreCountedBetweenPowersOfTwo() {
    assertThat(DrawBins.of(four().certificates(), 2000))
        .containsExactly(
            new DrawBins.Bin(64, 128, 1),
            new DrawBins.Bin(128, 256, 1),
            new DrawBins.Bin(256, 512, 0),
            new DrawBins.Bin(512, 1024, 2),
            new DrawBins.Bin(1024, 2048, 0));
    assertThat(DrawBins.of(List.of(), 2000)).isEmpty();
  }

  @Test
  void curveFallsAfterEachRadius() {
    CurveChart chart =
        CurveChart.of(List.of("a"), List.of(four().analysis()), List.of(.25, .5, .75));
    CurveChart.Series series = chart.series().get(0);

    for (int i = 0; i < chart.radii().size(); i++) {
      double r = chart.radii().get(i);
      assertThat(series.shares().get(i)).isEqualTo(r <= .25 ? .5 : r <= .5 ? .25 : 0);
      assertThat(Double.isNaN(series.low().get(i))).isEqualTo(r != .25 && r != .5 && r != .75);
    }
    assertThat(chart.radii()).isSorted().contains(0.0, .25, .5, .75);
  }

  @Test
  void pageSaysWhatWasFoundAndWhatIsNotPromised() throws IOException {
    String page = CertificationPage.render(CertificationFixtures.labelled());
    assertThat(markup(page))
        .contains(
            "What this does not promise",
            "that makes up to 0.5 false ones",
            "α",
            "95&nbsp;% interval")
        .contains("id=\"curve\"", "id=\"bins\"", "100,100 for every input", "times as many")
        .contains("labelled", "group-sequential, cap 120000")
        .doesNotContain("NaN", "a wrong class certified");
    assertThat(markup(CertificationPage.render(CertificationFixtures.deployment())))
        .contains("divided by 28", "a wrong class certified", "the full radius of each input")
        .doesNotContain("times as many", "fixed procedure");
    assertThat(markup(CertificationPage.render(CertificationFixtures.uncertified())))
        .contains("id=\"bins\"")
        .doesNotContain("id=\"curve\"", "NaN");
    CertificationReport empty =
        CertificationFixtures.report(
            List.of(), CertificationProtocol.DEPLOYMENT, List.of(), null, null);
    assertThat(markup(CertificationPage.render(empty)))
        .contains("There were no inputs")
        .doesNotContain("<canvas", "NaN");
    assertThat(json(empty).get("acr").isNull()).isTrue();
  }

  @Test
  void manyRadiiAreNotAllOnTheTile() throws IOException {
    List<Double> radii = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      radii.add(i / 20.0);
    }
    String page =
        CertificationPage.render(
            CertificationFixtures.report(
                CertificationFixtures.certificates(50, .5, true),
                CertificationProtocol.LABELLED,
                radii,
                null,
                null));

    assertThat(page.split("class=\"measure\"", -1)).hasSize(7);
    assertThat(page)
        .contains("right, any radius", "under changes shorter than 1.25")
        .as("nothing is certified there")
        .doesNotContain("under changes shorter than 1.45");
  }

  @Test
  void pagesLoadNothing() throws IOException {
    Pattern load =
        Pattern.compile(
            "(?:\\s(?:src|href|srcset|data|action)=|url\\(|@import|import\\()\\s*+[\"']?+(?!#|data:)",
            Pattern.CASE_INSENSITIVE);
    for (String page :
        List.of(
            CertificationPage.render(CertificationFixtures.labelled()),
            AnalysisPage.render(CertificationFixtures.analysis()))) {
      assertThat(load.matcher(markup(page)).find()).isFalse();
      assertThat(page).doesNotContain("sourceMappingURL", "<script src");
    }
  }

  @Test
  void namesFromTheUserAreText() throws IOException {
    CertificationReport r = CertificationFixtures.labelled();
    CertificationProcedure p = r.procedure();
    String page =
        CertificationPage.render(
            new CertificationReport(
                r.provenance(),
                new DataSummary(EVIL, EVIL, 500),
                new ModelIdentity(EVIL, EVIL),
                new CertificationProcedure(
                    EVIL,
                    Map.of(EVIL, EVIL),
                    .5,
                    EVIL,
                    EVIL,
                    EVIL,
                    Map.of(),
                    .001,
                    p.protocol(),
                    7,
                    p.radii(),
                    p.fixedSamples()),
                r.certificates(),
                1,
                1,
                List.of(EVIL)));
    assertThat(page).doesNotContain("<script >alert").contains("&lt;script &gt;alert");
    assertThat(page.split("</script[\\s/>]", -1)).hasSize(5);
  }

  /** The page without its scripts. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<script.*?</script>", "");
  }
}
