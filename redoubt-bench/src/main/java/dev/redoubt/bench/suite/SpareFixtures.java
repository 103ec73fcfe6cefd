package dev.redoubt.bench.suite;

import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.architecture.Architecture;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.LeNet5;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.objective.FreeTraining;
import dev.redoubt.train.objective.Mart;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;

/**
 * Honest models of other methods, architectures, norms and seeds than those of the matrix, on which
 * thresholds are looked at.
 */
final class SpareFixtures {
  private static final int EPOCHS = 12;

  private SpareFixtures() {}

  static List<Fixture> all() {
    ThreatModel linf = Fixtures.THREAT;
    ThreatModel l2 = ThreatModel.parse("l2:0.5");
    StepSize step = new StepSize.OfEpsilon(1.0 / 4);
    return List.of(
        of("spare-lenet", "LeNet-5, undefended", linf, new LeNet5(), new StandardTraining()),
        of(
            "spare-mlp",
            "perceptron, PGD training",
            linf,
            new Mlp(),
            new PgdTraining(linf, 10, step)),
        of("spare-mart", "MART", linf, new CommonCnn(), new Mart(linf, 5, 10, step)),
        of("spare-free", "free training", linf, new CommonCnn(), new FreeTraining(linf, 4)),
        of("spare-l2", "PGD training for l2", l2, new CommonCnn(), new PgdTraining(l2, 10, step)));
  }

  private static Fixture of(
      String name,
      String what,
      ThreatModel threat,
      Architecture architecture,
      Objective objective) {
    return new Fixture(
        name,
        Kind.CALIBRATION,
        what,
        threat,
        Fixtures.POINTS,
        Author.IS_HONEST,
        Fixture.apart(),
        (workshop, seed) -> {
          Dataset train = workshop.train();
          Graph graph =
              architecture.graph(
                  train.input().shape(), train.classes().size(), Recipes.normalization(train));
          return Built.plain(
              Pipeline.of(workshop.net(name, objective, EPOCHS, seed, graph)), workshop.samples());
        });
  }
}
