package dev.redoubt.bench.suite;

import dev.redoubt.audit.fixture.Wrapper;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Wrappers around one hardened net, each audited with five seeds. */
final class WrapperFixtures {
  private WrapperFixtures() {}

  static List<Fixture> all() {
    return Stream.of(Wrapper.values()).map(WrapperFixtures::of).toList();
  }

  private static Fixture of(Wrapper wrapper) {
    return new Fixture(
        wrapper.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        Kind.WRAPPER,
        what(wrapper),
        Fixtures.THREAT,
        Fixtures.POINTS,
        Author.TRUSTS_PGD,
        Fixture.auditedOften(),
        (workshop, seed) -> {
          NetworkModel net = Fixtures.hardened(workshop, seed);
          Pipeline bare = Pipeline.of(net);
          return new Built(wrapper.around(net), bare, Optional.of(bare), workshop.samples());
        });
  }

  private static String what(Wrapper wrapper) {
    return switch (wrapper) {
      case ZERO_BACKWARD -> "a stage whose derivative is zero";
      case SIGN_FLIPPED -> "a stage whose derivative is minus the identity's";
      case RANDOM_GRADIENT -> "a stage whose derivative is random";
      case NAN_GRADIENT -> "a stage whose derivative is NaN";
      case TEMPERATURE -> "logits 1,024 times as large";
      case ONE_HOT -> "the class as a one-hot code";
      case DETACHED_IDENTITY -> "a preprocessing off the tape that changes nothing";
    };
  }
}
