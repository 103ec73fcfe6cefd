package dev.redoubt.bench.suite;

import dev.redoubt.attack.StepSize;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;
import java.util.stream.Stream;

/** All fixtures, and the networks that most of them stand on. */
final class Fixtures {
  /** What the attacker may do to a road sign. */
  static final ThreatModel THREAT = ThreatModel.parse("linf:8/255");

  /** Samples that a fixture is audited on. */
  static final int POINTS = 200;

  /** Samples where every answer takes a hundred votes. */
  static final int FEWER_POINTS = 64;

  private static final int EPOCHS = 12;
  private static final int HARD_EPOCHS = 20;

  private Fixtures() {}

  /** All of them, as tables show them. */
  static List<Fixture> all() {
    return Stream.of(
            WrapperFixtures.all(), BrokenFixtures.all(), ControlFixtures.all(), SpareFixtures.all())
        .flatMap(List::stream)
        .toList();
  }

  /** A net that was trained without any thought of attacks. */
  static NetworkModel undefended(Workshop workshop, long seed) {
    return workshop.net("undefended", new StandardTraining(), EPOCHS, seed);
  }

  /** A net that was trained against PGD. */
  static NetworkModel hardened(Workshop workshop, long seed) {
    return workshop.net("pgd", pgd(), HARD_EPOCHS, seed);
  }

  private static PgdTraining pgd() {
    return new PgdTraining(THREAT, 10, new StepSize.OfEpsilon(1.0 / 4));
  }
}
