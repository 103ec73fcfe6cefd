package dev.redoubt.report;

import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.analysis.CertifiedAccuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Curves of certified accuracy as the page's script reads them: at the same radii for all, close
 * enough that a step looks like one.
 *
 * @param radii ascending
 * @param series a curve each
 */
record CurveChart(List<Double> radii, List<Series> series) {
  private static final int POINTS = 400;

  /** A little beyond the end of the curves, so that they are seen to fall. */
  private static final double BEYOND = 1.03;

  /**
   * One curve.
   *
   * @param shares certified accuracy at each radius
   * @param low lower end of its 95 % interval at the radii of the table, NaN at others
   * @param high upper end
   */
  record Series(
      String title, int colour, List<Double> shares, List<Double> low, List<Double> high) {}

  /**
   * The curves.
   *
   * @param table the radii that the reader finds in the table
   */
  static CurveChart of(List<String> titles, List<Analysis> analyses, List<Double> table) {
    double end =
        Math.max(
            analyses.stream().mapToDouble(a -> a.curve().end()).max().orElse(0),
            table.stream().mapToDouble(r -> r).max().orElse(0));
    SortedSet<Double> radii = new TreeSet<>(table);
    for (int i = 0; i <= POINTS; i++) {
      radii.add(BEYOND * end * i / POINTS);
    }
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < analyses.size(); i++) {
      int colour = analyses.size() == 1 ? 1 : i;
      series.add(series(titles.get(i), colour, analyses.get(i), radii, table));
    }
    return new CurveChart(List.copyOf(radii), series);
  }

  private static Series series(
      String title, int colour, Analysis analysis, SortedSet<Double> radii, List<Double> table) {
    List<Double> shares = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (double radius : radii) {
      Optional<CertifiedAccuracy> shown =
          table.contains(radius) ? Optional.of(analysis.at(radius)) : Optional.empty();
      shares.add(analysis.curve().at(radius));
      low.add(shown.map(CertifiedAccuracy::low).orElse(Double.NaN));
      high.add(shown.map(CertifiedAccuracy::high).orElse(Double.NaN));
    }
    return new Series(title, colour, shares, low, high);
  }
}
