package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens the pages in a real browser. */
class BrowserTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** Reads a copy of a canvas, for Chromium warns of repeated reads from the one on the page. */
  private static final String PIXELS =
      "const pixels = c => {"
          + "  const copy = document.createElement('canvas');"
          + "  copy.width = c.width; copy.height = c.height;"
          + "  const ctx = copy.getContext('2d', {willReadFrequently: true});"
          + "  ctx.drawImage(c, 0, 0);"
          + "  return new Uint32Array(ctx.getImageData(0, 0, c.width, c.height).data.buffer); };";

  /** Number of distinct colours on each canvas: one or two would be a blank chart. */
  private static final String COLOURS =
      "() => {"
          + PIXELS
          + "return [...document.querySelectorAll('canvas')].map(c => new Set(pixels(c)).size); }";

  /** Whether the bar chart is painted with a colour, given as alpha, blue, green, red. */
  private static final String PAINTED_WITH =
      "abgr => {" + PIXELS + "return pixels(document.getElementById('bars')).includes(abgr); }";

  private static final double LIGHT = 0xff0c48c2L;
  private static final double DARK = 0xff5794ffL;

  private static final Map<String, TrainingReport> TRAINING =
      Map.of(
          "hardened", TrainingFixtures.hardened(),
          "collapsed", TrainingFixtures.collapsed(),
          "noisy", TrainingFixtures.noisy(),
          "one-epoch", TrainingFixtures.oneEpoch(),
          "nothing", TrainingFixtures.nothing());

  private static final Map<String, DenoisingReport> DENOISING =
      Map.of(
          "denoiser", TrainingFixtures.denoiser(6, 100),
          "unmeasured", TrainingFixtures.denoiser(1, 0));

  private static final Map<String, DiffusionReport> DIFFUSION =
      Map.of(
          "diffusion", TrainingFixtures.diffusion(8, 100, true),
          "table", TrainingFixtures.diffusion(1, 0, false));

  private static final Map<String, CertificationReport> CERTIFICATION =
      Map.of(
          "labelled", CertificationFixtures.labelled(),
          "deployment", CertificationFixtures.deployment(),
          "uncertified", CertificationFixtures.uncertified());

  private static final Map<String, RunReport> DEFENDED =
      Map.of("masked", DefenceFixtures.masked(), "random", DefenceFixtures.random());

  private static final Map<String, AuditReport> AUDITS =
      Map.of(
          "audit-refuted", AuditSamples.refuted(),
          "audit-credible", AuditSamples.credible(),
          "audit-masked", AuditSamples.masked(),
          "audit-certified", AuditSamples.certified(),
          "audit-black-box", AuditSamples.blackBox());

  private static Path directory;
  private static @Nullable Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  @BeforeAll
  static void launch(@TempDir Path temporary) {
    directory = temporary;
    assumeTrue(
        Files.isExecutable(CHROMIUM), "Chromium is absent: the page in a browser not tested");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(FLAGS));
    for (RunReport report : List.of(ReportFixtures.demo(), ReportFixtures.attack())) {
      RunFiles.prepare(directory.resolve(report.command()));
      RunFiles.writeReport(directory.resolve(report.command()), report);
    }
    DEFENDED.forEach(
        (name, report) -> {
          RunFiles.prepare(directory.resolve(name));
          RunFiles.writeReport(directory.resolve(name), report);
        });
    TRAINING.forEach(
        (name, report) -> {
          RunFiles.prepare(directory.resolve(name));
          RunFiles.writeReport(directory.resolve(name), report);
        });
    DENOISING.forEach(
        (name, report) -> {
          RunFiles.prepare(directory.resolve(name));
          RunFiles.writeReport(directory.resolve(name), report);
        });
    DIFFUSION.forEach(
        (name, report) -> {
          RunFiles.prepare(directory.resolve(name));
          RunFiles.writeReport(directory.resolve(name), report);
        });
    CERTIFICATION.forEach(
        (name, report) -> {
          RunFiles.prepare(directory.resolve(name));
          RunFiles.writeReport(directory.resolve(name), report);
        });
    AUDITS.forEach(
        (name, report) -> {
          RunFiles.prepare(directory.resolve(name));
          AuditFiles.write(directory.resolve(name), report, AuditSamples.INPUT);
        });
    RunFiles.prepare(directory.resolve("analysis"));
    RunFiles.writeReport(directory.resolve("analysis"), CertificationFixtures.analysis());
    RunFiles.prepare(directory.resolve("detectors"));
    RunFiles.writeReport(directory.resolve("detectors"), DetectionFixtures.three());
    RunFiles.prepare(directory.resolve("purification"));
    RunFiles.writeReport(directory.resolve("purification"), PurificationFixtures.diffusion());
    RunFiles.prepare(directory.resolve("comparison"));
    ComparisonFiles.write(directory.resolve("comparison"), ComparisonFixtures.families());
    RunFiles.prepare(directory.resolve("filter"));
    RunFiles.writeReport(directory.resolve("filter"), PurificationFixtures.deterministic());
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "demo, 1200",
    "demo, 390",
    "demo, 320",
    "attack, 1200",
    "attack, 390",
    "masked, 1200",
    "masked, 320",
    "random, 1200",
    "random, 390",
    "hardened, 1200",
    "hardened, 320",
    "collapsed, 390",
    "noisy, 1200",
    "denoiser, 1200",
    "denoiser, 320",
    "diffusion, 1200",
    "diffusion, 320",
    "labelled, 1200",
    "labelled, 320",
    "deployment, 390",
    "uncertified, 320",
    "analysis, 1200",
    "analysis, 320",
    "detectors, 1200",
    "detectors, 390",
    "detectors, 320",
    "purification, 1200",
    "purification, 320",
    "filter, 390",
    "comparison, 1280",
    "comparison, 700",
    "comparison, 320",
    "audit-refuted, 1200",
    "audit-refuted, 320",
    "audit-credible, 420",
    "audit-masked, 390",
    "audit-certified, 1200",
    "audit-certified, 320"
  })
  void showsWithoutComplaintAtEveryWidth(String command, int width) {
    Page page = open(command, width, ColorScheme.LIGHT, true);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    assertThat((List<?>) page.evaluate(COLOURS))
        .isNotEmpty()
        .allSatisfy(n -> assertThat((Integer) n).isGreaterThan(10));
    assertThat(page.evaluate("[...document.images].every(i => i.naturalWidth > 0)"))
        .isEqualTo(true);
    assertQuiet(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-epoch", "nothing", "unmeasured", "table"})
  void runWithoutCurvesShowsNoCharts(String name) {
    Page page = open(name, 320, ColorScheme.DARK, true);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    assertThat(page.locator("canvas").count()).isZero();
    assertThat(page.locator("table.epochs tbody tr").first().isVisible()).isTrue();
    assertQuiet(page);
  }

  @Test
  void epochsWhoseAlarmRangAreShaded() {
    String shaded =
        "name => {"
            + PIXELS
            + "const c = document.getElementById(name); const all = pixels(c);"
            + "const counts = {}; all.forEach(p => counts[p] = (counts[p] || 0) + 1);"
            + "return Object.keys(counts).filter(p => counts[p] > all.length / 8).length; }";
    Page page = open("collapsed", 1200, ColorScheme.LIGHT, true);
    assertThat(page.evaluate(shaded, "accuracy")).as("ground and shade").isEqualTo(2);
    assertQuiet(page);
    page = open("hardened", 1200, ColorScheme.LIGHT, true);
    assertThat(page.evaluate(shaded, "accuracy")).as("ground alone").isEqualTo(1);
    page.context().close();
  }

  @Test
  void chartsFollowTheTheme() {
    Page page = open("demo", 1200, ColorScheme.LIGHT, true);
    assertThat(page.evaluate(PAINTED_WITH, LIGHT)).isEqualTo(true);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.waitForFunction(PAINTED_WITH, DARK);
    assertThat(page.evaluate(PAINTED_WITH, LIGHT)).isEqualTo(false);
    assertQuiet(page);
  }

  @Test
  void printsInLightColours() {
    Page page = open("demo", 390, ColorScheme.DARK, true);
    page.evaluate("dispatchEvent(new Event('beforeprint'))");
    assertThat(page.evaluate(PAINTED_WITH, LIGHT)).isEqualTo(true);
    page.evaluate("dispatchEvent(new Event('afterprint'))");
    assertThat(page.evaluate(PAINTED_WITH, DARK)).isEqualTo(true);
    assertThat(page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true))).isNotEmpty();
    assertQuiet(page);
  }

  @Test
  void numbersAndGalleryShowWithoutScripts() {
    Page page = open("demo", 390, ColorScheme.LIGHT, false);
    assertThat(page.locator(".tile .value").allInnerTexts())
        .containsExactly("98.3\u00a0%", "0.0\u00a0%", "91.4\u00a0%", "71.2\u00a0%");
    assertThat(page.locator(".card img").first().isVisible()).isTrue();
    assertThat(page.locator("canvas").first().isVisible()).isFalse();
    assertQuiet(page);
  }

  @Test
  void whatIsOnlyApparentIsHatchedBetweenTheTwoAttackers() {
    Page page = open("masked", 1200, ColorScheme.LIGHT, false);
    assertThat(page.locator(".tile .value").allInnerTexts())
        .containsExactly("92.0\u00a0%", "44.0\u00a0%", "12.0\u00a0%");
    double bar = page.locator(".defended .bar").first().boundingBox().width;
    double known = page.locator(".defended .fill").last().boundingBox().width;
    BoundingBox apparent = page.locator(".apparent").boundingBox();
    assertThat(known / bar).isCloseTo(0.12, within(0.005));
    assertThat(apparent.width / bar).isCloseTo(0.32, within(0.005));
    assertThat(apparent.height).isGreaterThan(10);
    assertQuiet(page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "masked",
        "random",
        "hardened",
        "noisy",
        "denoiser",
        "unmeasured",
        "diffusion",
        "table",
        "nothing",
        "labelled",
        "deployment",
        "analysis",
        "audit-credible",
        "audit-black-box"
      })
  void everyLinkLeadsSomewhere(String name) {
    Page page = open(name, 1200, ColorScheme.LIGHT, true);
    assertThat(
            page.evaluate(
                "[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))"
                    + ".filter(h => !document.querySelector(h))"))
        .isEqualTo(List.of());
    assertThat(
            page.evaluate(
                "(ids => ids.length - new Set(ids).size)"
                    + "([...document.querySelectorAll('[id]')].map(e => e.id))"))
        .isEqualTo(0);
    assertQuiet(page);
  }

  @Test
  void anAuditShowsItsVerdictBeforeAllElse() {
    Page page = open("audit-refuted", 1200, ColorScheme.LIGHT, false);
    assertThat(page.locator(".badge.large").textContent()).isEqualTo("✕ Refuted");
    double badge = page.locator(".badge.large").boundingBox().y;
    double sentence = page.locator("h1").boundingBox().y;
    double sandwich = page.locator("figure.sandwich").boundingBox().y;
    assertThat(badge).isLessThan(sentence);
    assertThat(sentence).isLessThan(sandwich);
    BoundingBox track = page.locator(".track").first().boundingBox();
    assertThat((page.locator(".track .claim").first().boundingBox().x - track.x) / track.width)
        .isCloseTo(.45, within(.01));
    assertThat(page.locator(".fill.attacked").boundingBox().width / track.width)
        .isCloseTo(.122, within(.01));
    assertQuiet(page);
  }

  @Test
  void aLineOfACheckOpensToItsEvidence() {
    Page page = open("audit-credible", 390, ColorScheme.DARK, true);
    assertThat(page.locator("#check-H6 .evidence").isVisible()).isFalse();
    page.locator("#check-H6 summary").click();
    assertThat(page.locator("#check-H6 .evidence").isVisible()).isTrue();
    assertThat(page.locator("#check-H6 .evidence").innerText())
        .contains("broken by square", "Croce and Hein 2020", "Square with 10,000 queries");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    assertQuiet(page);
  }

  @Test
  void onPaperAllOfAnAuditIsOpen() {
    String open = "[...document.querySelectorAll('details')].filter(d => d.open).length";
    Page page = open("audit-credible", 1200, ColorScheme.DARK, true);
    page.locator("#check-H6 summary").click();
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    page.evaluate("dispatchEvent(new Event('beforeprint'))");
    assertThat(page.evaluate(open)).isEqualTo(page.locator("details").count());
    assertThat(page.locator("#check-S4 .evidence").isVisible()).isTrue();
    page.evaluate("dispatchEvent(new Event('afterprint'))");
    assertThat(page.evaluate(open)).as("as it was").isEqualTo(1);
    assertQuiet(page);
  }

  private Page open(String command, int width, ColorScheme scheme, boolean scripts) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setJavaScriptEnabled(scripts));
    Page page = context.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(directory.resolve(command).resolve("report.html").toUri().toString());
    return page;
  }

  private void assertQuiet(Page page) {
    page.context().close();
    assertThat(complaints).isEmpty();
    assertThat(requests)
        .filteredOn(url -> !url.startsWith("data:"))
        .singleElement()
        .asString()
        .startsWith("file:");
  }
}
