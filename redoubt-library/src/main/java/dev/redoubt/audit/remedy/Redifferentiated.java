package dev.redoubt.audit.remedy;

import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Set;

/** A classifier with its own values off the tape, and another's tape. */
final class Redifferentiated extends Around {
  private final Tape tape;

  Redifferentiated(GradientModel model, Tape tape) {
    super(model);
    this.tape = tape;
  }

  /** What is differentiated. */
  @FunctionalInterface
  interface Tape {
    /** Logits and layers as recorded on the tape that leads back to {@code x}. */
    Observation observe(Tensor x, Set<String> layers, Draws draws);

    /** Passes of the classifier that a row costs. */
    default int passes() {
      return 1;
    }
  }

  @Override
  public int passes() {
    return Math.multiplyExact(model.passes(), tape.passes());
  }

  /** Where nothing is differentiated, as in the deployed pipeline, the values are the model's. */
  @Override
  public Observation observeOnTape(Tensor x, Set<String> layers, Draws draws) {
    return x.requiresGrad()
        ? Scope.tensors(() -> tape.observe(x, layers, draws))
        : observed(model, x, layers, draws);
  }
}
