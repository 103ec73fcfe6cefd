package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import java.util.List;
import java.util.Optional;

/**
 * What objectives have in common whose inner problem is solved by a single step: they are cheap,
 * and may overfit catastrophically to weak attacks (Wong et al. 2020).
 */
interface SingleStep extends Objective {
  /** The ball that they harden against. */
  ThreatModel threat();

  @Override
  default List<ThreatModel> threats() {
    return List.of(threat());
  }

  /** PGD training with 10 steps of a quarter of the budget. */
  @Override
  default Optional<Objective> stronger() {
    return Optional.of(new PgdTraining(threat(), 10, new StepSize.OfEpsilon(.25)));
  }

  /** L0 is refused: its published methods choose features step by step. */
  @Override
  default Optional<String> refuses(InputSpec input, int classes) {
    return threat().norm() instanceof L0
        ? Optional.of("method %s has no form for l0, only for linf, l2 and l1".formatted(name()))
        : Optional.empty();
  }

  /** A share of the budget that must be positive and finite. */
  static void checkShare(String method, String what, double share) {
    if (!(share > 0) || Double.isInfinite(share)) {
      throw new BadInputException(
          "%s wants a positive, finite %s in budgets, not %s".formatted(method, what, share));
    }
  }
}
