package dev.redoubt.bench.suite;

import dev.redoubt.audit.Verdict;
import java.util.List;
import java.util.Map;

/** Trials that never took place. */
final class SomeTrials {
  private SomeTrials() {}

  static Trial of(String fixture, Kind kind, long seed, double claim, double known, Verdict said) {
    return new Trial(
        fixture,
        kind,
        seed,
        seed,
        200,
        .98,
        claim,
        known,
        known,
        said,
        List.of(new Trial.Check("S3", true, false, false, Map.of("mean_change", .25))),
        10,
        20,
        1_000,
        100);
  }
}
