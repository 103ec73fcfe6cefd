package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EotRoundsTest {
  private static final Attack<?> PGD = Pgd.of(10, new StepSize.OfEpsilon(0.25), 1);
  private static final Pipeline RANDOM =
      Pipeline.of(SmallImages.brightness(), new RandomNoise(0.1, SmallImages.INPUT));

  @Test
  void aRoundIsWhatAttackersWithOneNumberOfDrawsBreakAndCost() {
    Attack<?> averaging = Apgd.ce(new Ascent(10, 1, 20, false));
    List<Entry> entries =
        List.of(
            new Entry(new UniformNoise(), Knowledge.ACCESS, 1),
            new Entry(PGD, Knowledge.OBLIVIOUS, 1),
            new Entry(PGD, Knowledge.ADAPTIVE, 4),
            new Entry(averaging, Knowledge.ADAPTIVE, 1),
            new Entry(PGD, Knowledge.ADAPTIVE, 8));
    Evaluation evaluation =
        SmallImages.evaluation(
            entries,
            new Tally(1, 7, 0, 1),
            new Tally(2, 70, 7, 1),
            new Tally(1, 700, 70, 2),
            new Tally(1, 9, 9, 9),
            new Tally(1, 1400, 140, 4));

    EotRounds eot = Objects.requireNonNull(EotRounds.of(RANDOM, evaluation));

    assertThat(eot.rounds())
        .containsExactly(
            new EotRounds.Round(4, 0.5, 700, 70, 2), new EotRounds.Round(8, 0.4, 1400, 140, 4));
  }

  @Test
  void thereAreNoneWhereNothingIsAveraged() {
    Evaluation labels =
        SmallImages.evaluation(
            List.of(new Entry(new UniformNoise(), Knowledge.ACCESS, 1)), Tally.ZERO);
    Evaluation gradients =
        SmallImages.evaluation(List.of(new Entry(PGD, Knowledge.ADAPTIVE, 1)), Tally.ZERO);
    Pipeline fixed = Pipeline.of(SmallImages.brightness(), new BitDepth(3, SmallImages.INPUT));

    assertThat(EotRounds.of(RANDOM, labels)).isNull();
    assertThat(EotRounds.of(fixed, gradients)).isNull();
    assertThat(EotRounds.of(RANDOM, gradients)).isNotNull();
  }

  @Test
  void saysHowMuchTheLastDoublingMoved() {
    assertThat(sentence(0.5, 0.495))
        .isEqualTo(
            "The last doubling, to 8 draws, moved robust accuracy by 0.5 points: doubling ends where that is at most 1 point.");
    assertThat(rounds(0.5, 0.495).unsettled()).isFalse();
  }

  @Test
  void saysThatMoreDrawsMayBreakMoreWhereTheLimitWasReached() {
    assertThat(sentence(0.6, 0.5, 0.46))
        .isEqualTo(
            "The last doubling, to 16 draws, moved robust accuracy by 4 points, more than the 1 point at which doubling would have ended; but no more than 16 draws were allowed. More may break more.");
    assertThat(rounds(0.6, 0.5, 0.46).unsettled()).isTrue();
  }

  @Test
  void oneRoundProvesNothing() {
    assertThat(sentence(0.5))
        .isEqualTo(
            "The attackers average over 4 draws at each look. Whether more draws break more was not tried.");
    assertThat(rounds(0.5).unsettled()).isFalse();
  }

  private static String sentence(double... left) {
    return rounds(left).sentence().replace('\u00a0', ' ');
  }

  private static EotRounds rounds(double... left) {
    List<EotRounds.Round> rounds = new ArrayList<>();
    for (double each : left) {
      rounds.add(new EotRounds.Round(4 << rounds.size(), each, 0, 0, 0));
    }
    return new EotRounds(0.01, 16, rounds);
  }
}
