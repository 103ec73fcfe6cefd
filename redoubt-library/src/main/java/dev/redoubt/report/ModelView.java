package dev.redoubt.report;

import dev.redoubt.evaluate.WilsonInterval;
import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.train.EpochSummary;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One model's numbers as text, ready for the template. */
record ModelView(
    String title,
    int colour,
    String name,
    String sha256,
    String samples,
    Share clean,
    Share robust,
    @Nullable DefenceView defence,
    String summary,
    List<AttackGroup.Row> attacks,
    List<AttackGroup> groups,
    @Nullable EotView eot,
    String forwards,
    String backwards,
    String seconds,
    String memory,
    List<CurveRow> curve,
    String curveSamples,
    GalleryView gallery,
    String nothingToShow,
    List<EpochRow> training,
    List<FlagRow> flags,
    List<String> notes,
    boolean distances) {

  /**
   * A share of the samples, with its 95 % interval and the length of its bar.
   *
   * @param low where on the bar the interval begins
   * @param spread how long it is there
   */
  record Share(String text, String interval, String width, String low, String spread) {
    static Share of(double share, int n) {
      WilsonInterval interval = WilsonInterval.of(share, n);
      return of(share, interval.low(), interval.high());
    }

    static Share of(double share, double low, double high) {
      return new Share(
          Numbers.percent(share),
          Numbers.interval(low, high),
          length(share),
          length(low),
          length(high - low));
    }
  }

  record CurveRow(String epsilon, Share robust, String samples) {}

  record EpochRow(
      String epoch, String loss, String clean, String robust, String rate, String seconds) {}

  record FlagRow(String name, String finding, String advice) {}

  /**
   * Formats one model's results.
   *
   * @param colour index of its colour in the charts
   * @param pictures how many characters its pictures may take
   */
  static ModelView of(ModelResult m, int colour, ThreatSummary threat, int pictures) {
    DefenceView defence = DefenceView.of(m, pictures / 2);
    int used = defence == null ? 0 : defence.strips().characters();
    return new ModelView(
        m.caption(),
        colour,
        m.model().name(),
        m.model().sha256(),
        Numbers.count(m.samples()),
        Share.of(m.cleanAccuracy(), m.samples()),
        Share.of(m.robustAccuracy(), m.samples()),
        defence,
        summary(m),
        m.attacks().stream().map(a -> AttackGroup.row(a, a.name(), m.samples())).toList(),
        AttackGroup.of(m),
        EotView.of(m.eot(), m.samples()),
        Numbers.count(m.cost().forwards()),
        Numbers.count(m.cost().backwards()),
        Numbers.duration(m.cost().seconds()),
        Numbers.memory(m.cost().peakRssMb()),
        m.curve().stream().map(p -> curveRow(p, threat)).toList(),
        curveSamples(m),
        GalleryView.of(m.gallery(), pictures - used),
        nothingToShow(m),
        m.training().stream().map(ModelView::epochRow).toList(),
        m.flags().stream().map(ModelView::flagRow).toList(),
        m.notes(),
        m.distances() != null);
  }

  /** A share as the length of a bar. */
  static String length(double share) {
    return String.format(Locale.ROOT, "%.2f%%", Double.isFinite(share) ? 100 * share : 0);
  }

  private static String summary(ModelResult m) {
    long right = Math.round(m.cleanAccuracy() * m.samples());
    long broken = right - Math.round(m.robustAccuracy() * m.samples());
    if (right == 0) {
      return "Nothing was classified correctly to begin with.";
    }
    String ofRight = "of the " + Numbers.count(right) + " samples it had right";
    return broken <= 0
        ? "The attacks changed none " + ofRight + "."
        : "The attacks broke " + Numbers.count(broken) + " " + ofRight + ".";
  }

  private static String nothingToShow(ModelResult m) {
    return m.gallery().isEmpty() && m.robustAccuracy() >= m.cleanAccuracy()
        ? "Nothing broke: no attack changed a correct answer, so there is nothing to show."
        : "There are no pictures of these samples.";
  }

  private static CurveRow curveRow(CurvePoint p, ThreatSummary threat) {
    return new CurveRow(
        EpsilonText.of(p.epsilon(), threat),
        Share.of(p.robustAccuracy(), p.samples()),
        Numbers.count(p.samples()));
  }

  private static String curveSamples(ModelResult m) {
    IntSummaryStatistics samples =
        m.curve().stream().mapToInt(CurvePoint::samples).summaryStatistics();
    String most = Numbers.count(samples.getMax());
    return samples.getMin() == samples.getMax()
        ? most
        : Numbers.count(samples.getMin()) + " to " + most;
  }

  private static EpochRow epochRow(EpochSummary e) {
    return new EpochRow(
        Numbers.count(e.epoch()),
        Numbers.number(e.loss()),
        Numbers.percent(e.cleanAccuracy()),
        Numbers.percent(e.robustAccuracy()),
        Numbers.number(e.learningRate()),
        Numbers.duration(e.seconds()));
  }

  private static FlagRow flagRow(Flag flag) {
    String name = flag.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new FlagRow(name, flag.finding(), flag.advice());
  }
}
