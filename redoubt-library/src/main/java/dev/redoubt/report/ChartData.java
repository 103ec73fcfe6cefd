package dev.redoubt.report;

import dev.redoubt.evaluate.WilsonInterval;
import dev.redoubt.train.EpochSummary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the charts draw, as the page's script reads it. Shares are in [0, 1]; what was not measured
 * is null.
 *
 * @param stages captions of the bars: clean, then each attack of the cascade
 * @param series one entry a model
 * @param epsilon the headline epsilon, and its text
 * @param levels whether epsilons are to be written in 255ths
 */
record ChartData(
    List<String> stages, List<Series> series, double epsilon, String epsilonText, boolean levels) {

  /** One model: bars, curve and training history. */
  record Series(
      String title,
      int colour,
      List<@Nullable Share> bars,
      List<Point> curve,
      List<EpochSummary> training) {}

  /** A share and its 95 % interval. */
  record Share(double value, double low, double high) {
    static Share of(double value, int n) {
      WilsonInterval interval = WilsonInterval.of(value, n);
      return new Share(value, interval.low(), interval.high());
    }
  }

  /** A point of the curve. */
  record Point(double epsilon, Share share) {}

  private static final String CLEAN = "no attack";
  private static final String ALL = "all attacks";

  static ChartData of(RunReport report) {
    Set<String> names = new LinkedHashSet<>();
    boolean total = false;
    for (ModelResult m : report.models()) {
      m.attacks().forEach(a -> names.add(a.name()));
      total |= m.attacks().isEmpty() || !endsAtTotal(m);
    }
    List<String> stages = new ArrayList<>();
    stages.add(CLEAN);
    stages.addAll(names);
    if (total) {
      stages.add(ALL);
    }
    List<Series> series = new ArrayList<>();
    for (ModelResult m : report.models()) {
      series.add(series(m, stages, HtmlReport.colour(report, series.size())));
    }
    ThreatSummary threat = report.threat();
    return new ChartData(
        List.copyOf(stages),
        List.copyOf(series),
        threat.epsilon(),
        threat.epsilonText(),
        EpsilonText.inLevels(threat));
  }

  private static boolean endsAtTotal(ModelResult m) {
    double last = m.attacks().get(m.attacks().size() - 1).robustAccuracy();
    return Math.abs(last - m.robustAccuracy()) < 1e-9;
  }

  private static Series series(ModelResult m, List<String> stages, int colour) {
    List<@Nullable Share> bars = new ArrayList<>();
    for (String stage : stages) {
      bars.add(bar(m, stage));
    }
    List<Point> curve =
        m.curve().stream()
            .map(p -> new Point(p.epsilon(), Share.of(p.robustAccuracy(), p.samples())))
            .toList();
    return new Series(m.caption(), colour, bars, curve, m.training());
  }

  private static @Nullable Share bar(ModelResult m, String stage) {
    if (Objects.equals(stage, CLEAN)) {
      return Share.of(m.cleanAccuracy(), m.samples());
    }
    if (Objects.equals(stage, ALL)) {
      return Share.of(m.robustAccuracy(), m.samples());
    }
    return m.attacks().stream()
        .filter(a -> a.name().equals(stage))
        .findFirst()
        .map(a -> Share.of(a.robustAccuracy(), m.samples()))
        .orElse(null);
  }
}
