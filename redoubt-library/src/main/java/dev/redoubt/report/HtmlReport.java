package dev.redoubt.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The report on an evaluation as one self-contained page. */
final class HtmlReport {
  /** Room for pictures, in characters: with the chart library the page stays under 3 MB. */
  private static final int PICTURES = 2_000_000;

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
    context.put("hasDefence", report.models().stream().anyMatch(m -> m.defence() != null));
    context.put("hasEot", report.models().stream().anyMatch(m -> m.eot() != null));
    context.put("hasTraining", report.models().stream().anyMatch(m -> !m.training().isEmpty()));
    context.put("recheck", RecheckSnippet.of(report));
    return HtmlPage.render("report", context, ChartData.of(report), "report.js");
  }

  /** Index of a model's colour: the first of several is the warning colour, a single one is not. */
  static int colour(RunReport report, int index) {
    return report.models().size() == 1 ? 1 : index;
  }
}
