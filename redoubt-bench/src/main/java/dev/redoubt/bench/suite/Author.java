package dev.redoubt.bench.suite;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;

/** How whoever made a fixture has measured what is claimed of it. */
enum Author {
  /** With PGD along the gradients as they are, in 40 steps. */
  TRUSTS_PGD,
  /** With the one step that it was trained against. */
  TRUSTS_FGSM,
  /** With all that is known of it; the claim is rounded down to a whole percent. */
  IS_HONEST;

  private static final int STEPS = 40;

  /** The attack, unless all of them are run. */
  Attack<?> attack() {
    return this == TRUSTS_FGSM ? new Fgsm() : Pgd.of(STEPS, new StepSize.OfEpsilon(2.5 / STEPS), 1);
  }
}
