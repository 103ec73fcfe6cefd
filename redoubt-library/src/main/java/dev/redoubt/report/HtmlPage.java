package dev.redoubt.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One self-contained page: styles, script, data and pictures are all inside, and nothing is loaded
 * from anywhere. Without scripts everything but the charts still shows.
 */
final class HtmlPage {
  private static final PebbleEngine ENGINE = engine();

  private HtmlPage() {}

  /**
   * Renders a page.
   *
   * @param template its name
   * @param content what the template shows, beside styles and scripts
   * @param chartData what its charts draw, as JSON
   * @param scripts the resources that draw them, each after those that it needs
   */
  static String render(
      String template, Map<String, Object> content, Object chartData, String... scripts)
      throws IOException {
    Map<String, Object> context = new HashMap<>(content);
    context.put("chartData", scriptSafe(ReportJson.line(chartData)));
    context.put("chartLibrary", Resource.chartLibrary());
    context.put("style", Resource.own("report.css"));
    StringBuilder script = new StringBuilder(Resource.own("charts.js"));
    for (String each : scripts) {
      script.append(Resource.own(each));
    }
    context.put("script", script.toString());
    StringWriter page = new StringWriter();
    ENGINE.getTemplate(template).evaluate(page, context, Locale.ROOT);
    return page.toString();
  }

  /** JSON that no browser can mistake for the end of its script element. */
  private static String scriptSafe(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static PebbleEngine engine() {
    ClasspathLoader loader = new ClasspathLoader(HtmlPage.class.getClassLoader());
    loader.setPrefix("dev/redoubt/report");
    loader.setSuffix(".peb");
    return new PebbleEngine.Builder()
        .loader(loader)
        .strictVariables(true)
        .defaultLocale(Locale.ROOT)
        .build();
  }
}
