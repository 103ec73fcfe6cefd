package dev.redoubt.certify.smoothing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.certify.smoothing.SubsetGame.View;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ablation and deletion against all sets of kept places, all changes and the worst classifiers. */
class SubsetCertificatesTest {
  static Stream<Arguments> games() {
    Stream<Arguments> ablations =
        IntStream.rangeClosed(3, 8)
            .boxed()
            .flatMap(
                d ->
                    IntStream.rangeClosed(1, (d - 1) / 2)
                        .mapToObj(
                            k ->
                                Arguments.of(
                                    new Ablation(k, List.of(d), .5), SubsetGame.ablation(d, k))));
    Stream<Arguments> deletions =
        Stream.of(4, 8, 16)
            .map(
                parts ->
                    Arguments.of(
                        new Deletion(1 - 1.0 / parts, List.of(6), .5),
                        SubsetGame.deletion(6, parts)));
    return Stream.concat(ablations, deletions);
  }

  @ParameterizedTest
  @MethodSource("games")
  void noChangeWithinTheRadiusBreaksAnyClassifier(Smoothing smoothing, SubsetGame game) {
    int input = 0b01101001 & ((1 << game.places()) - 1);
    int certified = 0;
    for (Predicate<View> classifier : classifiers(game, input)) {
      double radius = game.certified(smoothing, input, classifier);
      certified += radius > 0 ? 1 : 0;
      if (2 * game.yes(input, classifier) <= game.total()) {
        assertThat(radius).isZero();
        continue;
      }
      for (int other = 0; other < 1 << game.places(); other++) {
        int changed = Integer.bitCount(input ^ other);
        if (changed <= radius) {
          assertThat(game.wins(other, classifier))
              .as("%d places changed of %d, radius %s", changed, game.places(), radius)
              .isTrue();
        }
      }
    }
    assertThat(certified).isGreaterThan(1);
  }

  /** Right on a share of what is left of the input; elsewhere always wrong, by chance, by votes. */
  private static List<Predicate<View>> classifiers(SubsetGame game, int input) {
    RandomStream stream = RandomStream.of(3, game.places(), "classifiers");
    Stream<Predicate<View>> spiteful =
        Stream.of(.6, .7, .8, .9, .97, 1.0)
            .map(
                share -> {
                  Set<View> yes = new HashSet<>();
                  for (int set = 0; set < 1 << game.places(); set++) {
                    if (stream.uniform() < share) {
                      yes.add(new View(set, input & set));
                    }
                  }
                  return yes::contains;
                });
    Stream<Predicate<View>> chance =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    view -> {
                      long key = ((long) view.kept() << 16) + view.bits();
                      return RandomStream.of(i, key, "table").uniform() < .6 + .05 * i;
                    });
    Stream<Predicate<View>> votes =
        IntStream.rangeClosed(-2, 2)
            .mapToObj(
                t ->
                    view -> {
                      int agree = Integer.bitCount(view.kept() & ~(view.bits() ^ input));
                      return 2 * agree - Integer.bitCount(view.kept()) >= t;
                    });
    return Stream.of(spiteful, chance, votes).flatMap(s -> s).toList();
  }

  /**
   * The worst classifier says yes wherever it sees one of the places that will change, and to some
   * of the sets without any: where those are half of all or less, a change of the ρ places breaks
   * it, and the certificate must know; where they are more, it must not refuse.
   */
  @ParameterizedTest
  @MethodSource("games")
  void radiusIsThatOfTheWorstClassifier(Smoothing smoothing, SubsetGame game) {
    int input = (1 << game.places()) - 1;
    for (int rho = 1; rho <= game.places(); rho++) {
      int changing = (1 << rho) - 1;
      Set<Integer> blind = new HashSet<>();
      int[] unseeing =
          IntStream.range(0, 1 << game.places())
              .filter(set -> (set & changing) == 0 && game.weights()[set] > 0)
              .toArray();
      for (int count = 0; count <= unseeing.length; count++) {
        if (count > 0) {
          blind.add(unseeing[count - 1]);
        }
        Predicate<View> worst =
            view ->
                (view.kept() & changing) == 0
                    ? blind.contains(view.kept())
                    : (view.bits() & changing) == (view.kept() & changing);
        if (2 * game.yes(input, worst) <= game.total()) {
          continue;
        }
        assertThat(game.certified(smoothing, input, worst) >= rho)
            .as("ρ = %d, yes to %d of the sets that miss it", rho, count)
            .isEqualTo(game.wins(input & ~changing, worst));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("games")
  void eachSetIsDrawnAsOftenAsItsWeightSays(Smoothing smoothing, SubsetGame game) {
    int n = 20_000;
    int d = game.places();
    long[] counts = new long[1 << d];
    Scope.run(
        () -> {
          long[] ids = LongStream.range(0, n).toArray();
          float[] left =
              smoothing
                  .randomize(Tensors.of(new float[n * d], n, d), new Draws(1, ids, "sets"))
                  .floats();
          for (int row = 0; row < n; row++) {
            int set = 0;
            for (int place = 0; place < d; place++) {
              set |= left[row * d + place] == 0 ? 1 << place : 0;
            }
            counts[set]++;
          }
        });
    double statistic = 0;
    int cells = 0;
    double rare = 0;
    long rareCount = 0;
    for (int set = 0; set < counts.length; set++) {
      double expected = (double) n * game.weights()[set] / game.total();
      if (expected == 0) {
        assertThat(counts[set]).as("sets %s", Integer.toBinaryString(set)).isZero();
      } else if (expected < 10) {
        rare += expected;
        rareCount += counts[set];
      } else {
        statistic += (counts[set] - expected) * (counts[set] - expected) / expected;
        cells++;
      }
    }
    if (rare > 0) {
      statistic += (rareCount - rare) * (rareCount - rare) / Math.max(rare, 1);
      cells++;
    }
    assertThat(statistic)
        .isLessThan(ChiSquaredDistribution.of(cells - 1).inverseSurvivalProbability(1e-4));
  }
}
