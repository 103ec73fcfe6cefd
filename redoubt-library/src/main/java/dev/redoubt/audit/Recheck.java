package dev.redoubt.audit;

import dev.redoubt.data.Batch;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.WitnessCheck;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Optional;

/** A second look at all witnesses, apart from the runs that found them. */
final class Recheck {
  private final Investigation investigation;

  Recheck(Investigation investigation) {
    this.investigation = investigation;
  }

  /**
   * Writes down what it says; drops what does not stand it: other votes of a random model may say
   * otherwise.
   *
   * @return how many
   */
  int dropUnsound() {
    WitnessCheck check =
        new WitnessCheck(
            investigation.pipeline(), investigation.threat(), investigation.seed("re-check"));
    Evidence evidence = investigation.evidence();
    int dropped = 0;
    for (int i = 0; i < evidence.samples(); i++) {
      SampleEvidence sample = evidence.of(i);
      float[] witness = sample.witness();
      if (sample.outcome().status() == Status.BROKEN && witness != null) {
        int index = i;
        Optional<WitnessCheck.Finding> found =
            Scope.value(
                () -> {
                  Batch clean = investigation.batch(index);
                  Tensor input = Tensors.of(witness, clean.inputs().shape());
                  return check.of(clean, input.to(investigation.device()));
                });
        if (found.isPresent()) {
          evidence.judged(i, found.get());
        } else {
          evidence.drop(i);
          dropped++;
        }
      }
    }
    return dropped;
  }
}
