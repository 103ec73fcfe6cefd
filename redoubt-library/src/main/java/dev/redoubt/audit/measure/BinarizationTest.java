package dev.redoubt.audit.measure;

import dev.redoubt.attack.Attack;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.util.Optional;

/** Stub. */
public final class BinarizationTest {
  private BinarizationTest() {}

  /** Stub. */
  public record Result(int tests, int separated, int found, int foundAtRandom) {}

  /** Stub. */
  public static Optional<String> obstacle(Pipeline p) {
    return Optional.of("stub");
  }

  /** Stub. */
  public static Result run(
      Pipeline p, Dataset d, int[] i, ThreatModel t, Attack<?> a, long seed, Device device) {
    return new Result(0, 0, 0, 0);
  }
}
