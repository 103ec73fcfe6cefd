package dev.redoubt.audit;

import dev.redoubt.data.Batch;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.WitnessCheck;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;

/** A second look at all witnesses, apart from the runs that found them. */
final class Recheck {
  private final Investigation investigation;

  Recheck(Investigation investigation) {
    this.investigation = investigation;
  }

  /**
   * Drops what does not stand it: other votes of a random model may say otherwise.
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
        boolean holds =
            Scope.value(
                () -> {
                  Batch clean = investigation.batch(index);
                  return check
                      .of(
                          clean,
                          Tensors.of(witness, clean.inputs().shape()).to(investigation.device()))
                      .isPresent();
                });
        if (!holds) {
          evidence.drop(i);
          dropped++;
        }
      }
    }
    return dropped;
  }
}
