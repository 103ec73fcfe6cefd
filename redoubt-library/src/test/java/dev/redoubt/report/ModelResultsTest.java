package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModelResultsTest {
  private static final Attack<?> PGD = Pgd.of(10, new StepSize.OfEpsilon(0.25), 1);
  private static final ModelIdentity IDENTITY = new ModelIdentity("net", "00");

  private static Tally broken(int samples) {
    return new Tally(samples, 0, 0, 0);
  }

  private static ModelResult result(Pipeline pipeline, List<Entry> entries, int... broken) {
    Tally[] tallies = new Tally[broken.length];
    for (int i = 0; i < broken.length; i++) {
      tallies[i] = broken(broken[i]);
    }
    return ModelResults.of(
        "net",
        IDENTITY,
        pipeline,
        SmallImages.evaluation(entries, tallies),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void defendedModelsHaveTwoRobustAccuraciesAndKnowWhoAttacked() {
    ModelResult result =
        result(
            Pipeline.of(SmallImages.brightness(), new BitDepth(3, SmallImages.INPUT)),
            List.of(
                new Entry(new UniformNoise(), Knowledge.ACCESS, 1),
                new Entry(PGD, Knowledge.OBLIVIOUS, 1),
                new Entry(PGD, Knowledge.ADAPTIVE, 1)),
            1,
            2,
            4);

    DefenceResult defence = Objects.requireNonNull(result.defence());
    assertThat(defence.robustAccuracyOblivious()).isEqualTo(0.7);
    assertThat(result.robustAccuracy()).isEqualTo(0.3);
    assertThat(defence.stages()).extracting(StageSummary::name).containsExactly("bit-depth");
    assertThat(defence.stages().get(0).derivative()).isEqualTo("surrogate: the identity");
    assertThat(result.attacks())
        .extracting(AttackResult::attacker)
        .containsExactly(
            new Attacker("noise", Knowledge.ACCESS, 1),
            new Attacker("pgd-10", Knowledge.OBLIVIOUS, 1),
            new Attacker("pgd-10", Knowledge.ADAPTIVE, 1));
    assertThat(result.eot()).isNull();
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void doublingThatEndedTooSoonIsNoted() {
    Pipeline random =
        Pipeline.of(SmallImages.brightness(), new RandomNoise(0.1, SmallImages.INPUT));
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(PGD, Knowledge.OBLIVIOUS, 1));
    entries.add(new Entry(PGD, Knowledge.ADAPTIVE, 32));
    entries.add(new Entry(PGD, Knowledge.ADAPTIVE, 64));

    assertThat(result(random, entries, 1, 2, 1).notes())
        .singleElement()
        .asString()
        .contains("to 64 draws", "More may break more");
    assertThat(result(random, entries, 1, 2, 0).notes()).isEmpty();
    assertThat(Objects.requireNonNull(result(random, entries, 1, 2, 0).eot()).rounds()).hasSize(2);
  }

  @Test
  void modelsWithoutADefenceHaveNothingOfIt() {
    ModelResult result =
        result(
            Pipeline.of(SmallImages.brightness()),
            List.of(new Entry(PGD, Knowledge.ADAPTIVE, 1)),
            2);
    assertThat(result.defence()).isNull();
    assertThat(result.eot()).isNull();
    assertThat(result.attacks()).extracting(AttackResult::attacker).containsOnlyNulls();
  }
}
