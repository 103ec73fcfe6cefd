package dev.redoubt.bench.suite;

import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A model whose robustness is known.
 *
 * @param name unique
 * @param what it is, in a few words
 * @param threat that the claim is about
 * @param points samples that it is audited on
 * @param author who makes the claim
 * @param runs training and audit seeds
 * @param maker builds it
 */
record Fixture(
    String name,
    Kind kind,
    String what,
    ThreatModel threat,
    int points,
    Author author,
    List<Run> runs,
    Maker maker) {
  private static final int AUDIT_SEEDS = 5;
  private static final int TRAINING_SEEDS = 2;

  /** Copies. */
  Fixture {
    runs = List.copyOf(runs);
  }

  /** One time that it is built and audited. */
  record Run(long trainingSeed, long auditSeed) {}

  /** Builds a fixture; what is trained for it is kept. */
  @FunctionalInterface
  interface Maker {
    /** The fixture as it comes out with a seed. */
    Built make(Workshop workshop, long trainingSeed);
  }

  /** One network, audited with several seeds. */
  static List<Run> auditedOften() {
    return LongStream.range(0, AUDIT_SEEDS).mapToObj(seed -> new Run(0, seed)).toList();
  }

  /** Several networks, each audited once. */
  static List<Run> trainedOften() {
    return LongStream.range(0, TRAINING_SEEDS).mapToObj(seed -> new Run(seed, seed)).toList();
  }

  /** A network that is not among those of the matrix. */
  static List<Run> apart() {
    return List.of(new Run(100, 100));
  }
}
