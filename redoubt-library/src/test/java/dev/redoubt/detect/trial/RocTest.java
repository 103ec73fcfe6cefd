package dev.redoubt.detect.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Areas and rates against counting, with many ties. */
final class RocTest {
  private static double[] doubles(List<Integer> scores) {
    return scores.stream().mapToDouble(Integer::doubleValue).toArray();
  }

  @Property(tries = 300)
  void theAreaIsTheShareOfPairsInTheRightOrder(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 12) Integer> clean,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 12) Integer> adversarial) {
    double wins = 0;
    for (int a : adversarial) {
      for (int c : clean) {
        wins += a > c ? 1 : a == c ? 0.5 : 0;
      }
    }
    Roc roc = new Roc(doubles(clean), doubles(adversarial));
    assertThat(roc.auc()).isCloseTo(wins / (clean.size() * adversarial.size()), within(1e-12));
  }

  /** The curve's corners joined by straight lines enclose the same area. */
  @Property(tries = 300)
  void theAreaIsThatUnderTheCorners(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 12) Integer> clean,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 12) Integer> adversarial) {
    Roc roc = new Roc(doubles(clean), doubles(adversarial));
    List<Roc.Point> points = roc.points();
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      double width = points.get(i).fpr() - points.get(i - 1).fpr();
      area += width * (points.get(i).tpr() + points.get(i - 1).tpr()) / 2;
    }
    assertThat(points.get(0)).isEqualTo(new Roc.Point(0, 0));
    assertThat(area).isCloseTo(roc.auc(), within(1e-9));
  }

  @Property(tries = 300)
  void ratesAreThoseOfTheBestThresholdByTrial(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 12) Integer> clean,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 12) Integer> adversarial,
      @ForAll @IntRange(max = 20) int twentieths) {
    double fpr = twentieths / 20.0;
    double best = 0;
    for (int threshold = -1; threshold <= 12; threshold++) {
      int t = threshold;
      long falsely = clean.stream().filter(score -> score > t).count();
      if (falsely <= fpr * clean.size() + 1e-9) {
        long rightly = adversarial.stream().filter(score -> score > t).count();
        best = Math.max(best, rightly / (double) adversarial.size());
      }
    }
    assertThat(new Roc(doubles(clean), doubles(adversarial)).tprAt(fpr)).isEqualTo(best);
  }

  @Test
  void infiniteScoresAreInTheOrderToo() {
    double[] clean = {0, 1, 2};
    double[] adversarial = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    assertThat(new Roc(clean, adversarial).auc()).isEqualTo(0.5);
  }
}
