package dev.redoubt.attack.minimum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.minimum.penalty.CarliniWagner;
import dev.redoubt.attack.minimum.penalty.Ead;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a row costs that no attack can break: the clean look, and all steps. */
class PassesTest {
  private static final int ROWS = 3;

  private static final NetworkModel SAFE =
      Victims.linear(
          new float[][] {{-0.1f, 0}, {1, 0.2f}, {0, -0.3f}, {-0.2f, -0.1f}},
          new float[] {99, 0.5f, 0, 0},
          0,
          1);

  /** An attack and the passes that a row is to take. */
  private record Cost(NearestByGradient attack, int forward, int backward) {}

  private static Stream<Cost> costs() {
    return Stream.of(
        new Cost(new Ddn(7), 1 + 7 + 1, 7),
        new Cost(new Fmn(7), 1 + 7 + 1, 7),
        new Cost(new DeepFool(7, 10, 0.02), 1 + 2 * 7, 3 * 7),
        new Cost(new DeepFool(7, 3, 0.02), 1 + 2 * 7, 2 * 7),
        new Cost(new CarliniWagner(7, 3, 1e-3, 0.01, 0, false), 1 + 3 * 7, 3 * 7),
        new Cost(new Ead(7, 3, 1e-3, 0.01, 0.01, 0, Ead.Rule.L1, false), 1 + 3 * 7, 3 * 7),
        // The first step brings both features to their bounds, and ends the row.
        new Cost(new Jsma(), 1 + 2, 2));
  }

  @ParameterizedTest
  @MethodSource("costs")
  void passesAreThese(Cost cost) {
    CountingModel counting = new CountingModel(SAFE);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[2 * ROWS], new int[ROWS]);
          cost.attack()
              .closest(
                  counting,
                  batch,
                  cost.attack().norms().get(0),
                  Goal.untargeted(),
                  batch.draws(0, ""));
        });
    assertThat(counting.forward()).isEqualTo(ROWS * cost.forward());
    assertThat(counting.backward()).isEqualTo(ROWS * cost.backward());
  }
}
