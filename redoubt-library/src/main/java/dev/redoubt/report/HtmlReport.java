package dev.redoubt.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report as one self-contained page: styles, script, data and pictures are all inside, and
 * nothing is loaded from anywhere. Without scripts the numbers and the gallery still show.
 */
final class HtmlReport {
  /** Room for pictures, in characters: with the chart library the page stays under 3 MB. */
  private static final int PICTURES = 2_000_000;

  private static final PebbleEngine ENGINE = engine();

  private HtmlReport() {}

  /** Renders the page. */
  static String render(RunReport report) throws IOException {
    List<ModelView> models = new ArrayList<>();
    int pictures = PICTURES / report.models().size();
    for (ModelResult model : report.models()) {
      models.add(ModelView.of(model, colour(report, models.size()), report.threat(), pictures));
    }
    Map<String, Object> context = new HashMap<>();
    context.put("report", report);
    context.put("headline", Headline.of(report));
    context.put("samples", Headline.samples(report.data()));
    context.put("budget", Headline.budget(report.threat()));
    context.put("epsilon", report.threat().epsilonText());
    context.put("models", models);
    context.put("hasCurve", report.models().stream().anyMatch(m -> !m.curve().isEmpty()));
    context.put("hasTraining", report.models().stream().anyMatch(m -> !m.training().isEmpty()));
    context.put("recheck", RecheckSnippet.of(report));
    context.put("chartData", scriptSafe(ReportJson.line(ChartData.of(report))));
    context.put("chartLibrary", Resource.chartLibrary());
    context.put("style", Resource.own("report.css"));
    context.put("script", Resource.own("report.js"));
    StringWriter page = new StringWriter();
    ENGINE.getTemplate("report").evaluate(page, context, Locale.ROOT);
    return page.toString();
  }

  /** Index of a model's colour: the first of several is the warning colour, a single one is not. */
  static int colour(RunReport report, int index) {
    return report.models().size() == 1 ? 1 : index;
  }

  /** JSON that no browser can mistake for the end of its script element. */
  private static String scriptSafe(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static PebbleEngine engine() {
    ClasspathLoader loader = new ClasspathLoader(HtmlReport.class.getClassLoader());
    loader.setPrefix("dev/redoubt/report");
    loader.setSuffix(".peb");
    return new PebbleEngine.Builder()
        .loader(loader)
        .strictVariables(true)
        .defaultLocale(Locale.ROOT)
        .build();
  }
}
