package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.evaluate.flag.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final String EVIL = "</script ><script >alert('x')</script >";

  @Test
  void saysWhatWasTestedAndHowItEnded() throws IOException {
    assertThat(HtmlReport.render(ReportFixtures.demo()))
        .contains(
            "<h1>On 1,000 road-sign test images, a perturbation of at most 8/255 per pixel takes"
                + " the undefended network from 98.3\u00a0% to 0.0\u00a0%; the hardened one keeps"
                + " 71.2\u00a0%.</h1>")
        .contains("97.3 to 98.9\u00a0%");
  }

  @Test
  void defendedModelsShowBothAttackersBeforeAllElse() throws IOException {
    String page = markup(HtmlReport.render(DefenceFixtures.masked()));
    assertThat(page)
        .contains(
            "takes net.safetensors behind jpeg and thermometer from 92.0\u00a0% to 12.0\u00a0%")
        .contains("32\u00a0points of the robustness were only apparent.")
        .contains("The attack &lt;is&gt; blind.")
        .contains("surrogate: smooth rounding")
        .contains("no picture: [48, 32, 32]");
    assertThat(page.indexOf("only apparent")).isLessThan(page.indexOf("What each attack leaves"));
  }

  @Test
  void attacksAreGroupedByWhoAttacks() throws IOException {
    String page = markup(HtmlReport.render(DefenceFixtures.random()));
    String cost = page.substring(page.indexOf("id=\"cost\""), page.indexOf("id=\"recheck\""));
    assertThat(cost)
        .containsSubsequence(
            "only ask the defended model",
            ">noise<",
            "(oblivious)",
            ">fab-t<",
            ">square<",
            "(adaptive)",
            ">fab-t, 4 draws<",
            ">square, 64 draws<")
        .doesNotContain(", oblivious");
  }

  @Test
  void roundsOfDrawsEndWithWhatTheyProve() throws IOException {
    String page = markup(HtmlReport.render(DefenceFixtures.random()));
    assertThat(page)
        .contains("How many draws the attacker needs")
        .contains("<p class=\"flag\">The last doubling, to 64 draws,")
        .contains("misclassified by most draws?");
    assertThat(markup(HtmlReport.render(DefenceFixtures.masked())))
        .doesNotContain("How many draws", "by most draws");
  }

  @Test
  void undefendedModelsShowNothingOfIt() throws IOException {
    assertThat(markup(HtmlReport.render(ReportFixtures.attack())))
        .doesNotContain("oblivious", "adaptive<", "class=\"defended", "rowgroup", "EOT");
  }

  @Test
  void loadsNothing() throws IOException {
    String page = HtmlReport.render(ReportFixtures.demo());
    Pattern load =
        Pattern.compile(
            "(?:\\s(?:src|href|srcset|data|action)=|url\\(|@import|import\\()\\s*+[\"']?+(?!#|data:)",
            Pattern.CASE_INSENSITIVE);
    assertThat(load.matcher(markup(page)).find()).isFalse();
    assertThat(page).doesNotContain("sourceMappingURL", "<script src");
  }

  @Test
  void namesFromTheUserAreText() throws IOException {
    GalleryItem plain = ReportFixtures.gallery(3, 8, 0.03, 1).get(0);
    GalleryItem item =
        new GalleryItem(
            1, plain.shape(), plain.clean(), plain.adversarial(), EVIL, EVIL, 1, EVIL, 1, 0.03);
    ModelResult m = ReportFixtures.hardened();
    ModelResult model =
        new ModelResult(
            EVIL,
            new ModelIdentity(EVIL, EVIL),
            m.samples(),
            m.cleanAccuracy(),
            m.robustAccuracy(),
            List.of(new AttackResult(EVIL, 0.5, 1, 1, 1, Map.of(EVIL, EVIL))),
            m.cost(),
            m.curve(),
            List.of(item),
            m.training(),
            List.of(new Flag(Flag.Kind.SOFTMAX_OUTPUTS, EVIL, EVIL)),
            List.of(EVIL));
    String page =
        HtmlReport.render(
            ReportFixtures.report(
                "attack",
                new DataSummary(EVIL, "test", 1000),
                new ThreatSummary("linf", 0.1, "linf:0.1"),
                List.of(model)));
    assertThat(page).doesNotContain("<script >alert").contains("&lt;script &gt;alert");
    assertThat(page.split("</script[\\s/>]", -1)).hasSize(5);
  }

  @Test
  void staysUnderThreeMegabytes() throws IOException {
    List<GalleryItem> large = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 12; i++) {
      float[] noise = new float[3 * 224 * 224];
      for (int k = 0; k < noise.length; k++) {
        noise[k] = random.nextFloat();
      }
      int[] shape = {3, 224, 224};
      large.add(new GalleryItem(i, shape, noise, noise, "a", "a", 1, "b", 1, 0));
    }
    StageStrip.Step step = step(large.get(0));
    StageStrip strip = new StageStrip(1, "a", "a", "b", Collections.nCopies(4, step));
    DefenceResult defence =
        new DefenceResult(0.6, List.of(DefenceFixtures.JPEG), Collections.nCopies(3, strip));
    String page = HtmlReport.render(single(0.9, 0.5, defence, large, List.of()));
    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
    assertThat(page).contains("more left out").contains("<img ").contains("card strip");
  }

  @Test
  void saysSoWhenNothingBroke() throws IOException {
    assertThat(HtmlReport.render(single(0.95, 0.95, List.of(), List.of())))
        .contains("Nothing broke")
        .contains("breaks nothing that net.rdb had right")
        .doesNotContain("<img ");
  }

  @Test
  void bearsAnEmptyRun() throws IOException {
    String page = HtmlReport.render(single(Double.NaN, Double.NaN, List.of(), List.of()));
    assertThat(markup(page)).doesNotContain("NaN", "id=\"curve\"", "id=\"training\"");
  }

  @Test
  void localeDoesNotMatter() throws IOException {
    String expected = HtmlReport.render(ReportFixtures.demo());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(HtmlReport.render(ReportFixtures.demo())).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  /** The page without its scripts. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<script.*?</script>", "");
  }

  @Test
  void flagsStandWithTheirAdviceBesideTheNumbers() throws IOException {
    String page = HtmlReport.render(ReportFixtures.attack());

    assertThat(page)
        .contains("Square broke more.")
        .contains("Attack &lt;adaptively&gt;.")
        .contains("square-gains");
    assertThat(HtmlReport.render(ReportFixtures.demo())).doesNotContain("class=\"flag\"");
  }

  private static StageStrip.Step step(GalleryItem item) {
    return new StageStrip.Step("input", item.shape(), item.clean(), item.adversarial());
  }

  private static RunReport single(
      double clean, double robust, List<GalleryItem> gallery, List<CurvePoint> curve) {
    return single(clean, robust, null, gallery, curve);
  }

  private static RunReport single(
      double clean,
      double robust,
      @Nullable DefenceResult defence,
      List<GalleryItem> gallery,
      List<CurvePoint> curve) {
    ModelResult model =
        new ModelResult(
            "net",
            new ModelIdentity("net.rdb", "00".repeat(32)),
            Double.isNaN(clean) ? 0 : 100,
            clean,
            robust,
            defence,
            List.of(),
            null,
            new Cost(0, 0, 0, Double.NaN),
            null,
            curve,
            gallery,
            List.of(),
            List.of(),
            List.of());
    return ReportFixtures.report(
        "attack",
        new DataSummary("csv:points.csv", "test", model.samples()),
        new ThreatSummary("l2", 0.5, "l2:0.5"),
        List.of(model));
  }
}
