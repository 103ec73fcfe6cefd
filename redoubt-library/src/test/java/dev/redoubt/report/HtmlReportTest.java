package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.evaluate.flag.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
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
    String page = HtmlReport.render(single(0.9, 0.5, large, List.of()));
    assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(3_000_000);
    assertThat(page).contains("more left out").contains("<img ");
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

  private static RunReport single(
      double clean, double robust, List<GalleryItem> gallery, List<CurvePoint> curve) {
    ModelResult model =
        new ModelResult(
            "net",
            new ModelIdentity("net.rdb", "00".repeat(32)),
            Double.isNaN(clean) ? 0 : 100,
            clean,
            robust,
            List.of(),
            new Cost(0, 0, 0, Double.NaN),
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
