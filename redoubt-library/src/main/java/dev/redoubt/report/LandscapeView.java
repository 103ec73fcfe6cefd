package dev.redoubt.report;

import dev.redoubt.audit.measure.Landscape;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * One loss landscape as a picture: along the gradient to the right, along the random direction
 * upwards.
 *
 * @param id of the sample
 * @param picture the margins
 * @param contour where the class changes, as a path of SVG
 * @param columns width of the grid
 * @param rows its height
 * @param extent how far it reaches from the sample, in units of epsilon
 * @param margins the smallest and the largest; one alone if they are the same
 * @param words what is seen of the class
 */
record LandscapeView(
    String id,
    String picture,
    String contour,
    int columns,
    int rows,
    String extent,
    String margins,
    String words) {
  static LandscapeView of(Landscape landscape) {
    double[][] values = upright(landscape.values());
    DoubleSummaryStatistics margins =
        HeatMap.flat(values).filter(Double::isFinite).summaryStatistics();
    return new LandscapeView(
        Long.toString(landscape.id()),
        HeatMap.dataUri(values),
        ZeroContour.of(values),
        values[0].length,
        values.length,
        Numbers.number(landscape.extent()),
        range(margins),
        words(margins));
  }

  static List<LandscapeView> of(List<Landscape> landscapes) {
    return landscapes.stream().map(LandscapeView::of).toList();
  }

  /** Rows along the gradient become columns, and the random direction points upwards. */
  private static double[][] upright(double[][] values) {
    int along = values.length;
    int across = values[0].length;
    double[][] turned = new double[across][along];
    for (int i = 0; i < along; i++) {
      for (int j = 0; j < across; j++) {
        turned[across - 1 - j][i] = values[i][j];
      }
    }
    return turned;
  }

  private static String range(DoubleSummaryStatistics margins) {
    if (margins.getCount() == 0) {
      return Numbers.number(Double.NaN);
    }
    String lowest = Numbers.number(margins.getMin());
    String highest = Numbers.number(margins.getMax());
    return (lowest.equals(highest) ? lowest : lowest + " to " + highest).replace('-', '−');
  }

  private static String words(DoubleSummaryStatistics margins) {
    if (margins.getCount() == 0) {
      return "no finite margin";
    }
    if (margins.getMin() == margins.getMax()) {
      return "the same margin everywhere";
    }
    return margins.getMin() < 0 ? "the class changes at the line" : "the class stays the same";
  }
}
