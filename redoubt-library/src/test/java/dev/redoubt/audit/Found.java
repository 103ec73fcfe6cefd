package dev.redoubt.audit;

import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import org.jspecify.annotations.Nullable;

/** Evidence that tests make up, on samples of {@link Halves#spread}. */
final class Found {
  private Found() {}

  /** An outcome of class 0 with five queries. */
  static SampleOutcome outcome(long id, Status status, boolean fragile) {
    boolean broken = status == Status.BROKEN;
    return new SampleOutcome(
        id,
        0,
        status == Status.MISCLASSIFIED ? 1 : 0,
        status,
        broken ? "pgd" : null,
        status == Status.SURVIVED ? 0 : 1,
        broken ? .1 : 0,
        fragile,
        5,
        broken ? 2 : null,
        null);
  }

  /** The robust first, then the fragile; then the broken. */
  static Evidence evidence(int n, int robust, int fragile) {
    Evidence evidence = new Evidence(Halves.spread(n));
    for (int i = 0; i < n; i++) {
      Status status = i < robust ? Status.SURVIVED : Status.BROKEN;
      boolean broken = status == Status.BROKEN;
      evidence.restore(
          i,
          new SampleEvidence(
              outcome(i, status, broken && i < robust + fragile),
              broken ? new float[] {1, 1} : null,
              null),
          false);
    }
    return evidence;
  }

  /** A check that a test makes up. */
  static CheckResult check(String id, boolean flag, boolean resolved, boolean isVoid) {
    return check(id, flag, resolved, isVoid, null);
  }

  /** The same with a remedy. */
  static CheckResult check(
      String id, boolean flag, boolean resolved, boolean isVoid, @Nullable String remedy) {
    return new CheckResult(
        id,
        "title of " + id,
        flag,
        resolved,
        isVoid,
        java.util.Map.of(),
        "rule",
        "source",
        remedy,
        "Sentence of " + id + ".",
        0);
  }
}
