package dev.redoubt.train;

import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an objective keeps from one update to the next (free adversarial training: its
 * perturbation). It outlives scopes, and goes into checkpoints.
 */
public final class Carried {
  private @Nullable Tensor kept;

  /** What was kept last; empty before the first time. */
  public Optional<Tensor> get() {
    return Optional.ofNullable(kept);
  }

  /** Keeps a copy of {@code next} and lets go of what was kept. */
  public void keep(Tensor next) {
    Tensor copy = Scope.own(next.copied());
    clear();
    kept = copy;
  }

  /** Lets go of what was kept. */
  public void clear() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}
