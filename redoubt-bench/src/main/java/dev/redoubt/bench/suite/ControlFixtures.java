package dev.redoubt.bench.suite;

import dev.redoubt.attack.StepSize;
import dev.redoubt.audit.fixture.Quantised;
import dev.redoubt.bench.suite.Fixture.Maker;
import dev.redoubt.catalog.Defence;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.objective.FgsmRs;
import dev.redoubt.train.objective.NFgsm;
import dev.redoubt.train.objective.SmoothingTraining;
import dev.redoubt.train.objective.Trades;
import java.util.List;
import java.util.stream.IntStream;

/** Models that hide nothing and claim what they keep: whoever suspects them errs. */
final class ControlFixtures {
  private static final ThreatModel SMOOTHED = ThreatModel.parse("l2:0.25");
  private static final double SIGMA = .25;
  private static final int EPOCHS = 20;
  private static final int RANGED = 500;

  private ControlFixtures() {}

  static List<Fixture> all() {
    ThreatModel threat = Fixtures.THREAT;
    return List.of(
        fixture(
            "undefended",
            "claims what little it keeps",
            (workshop, seed) ->
                Built.plain(Pipeline.of(Fixtures.undefended(workshop, seed)), workshop.samples())),
        fixture(
            "pgd",
            "PGD training (Madry et al. 2018)",
            (workshop, seed) ->
                Built.plain(Pipeline.of(Fixtures.hardened(workshop, seed)), workshop.samples())),
        trained(
            "trades",
            "TRADES, β = 1 (Zhang et al. 2019)",
            new Trades(threat, 1, 10, new StepSize.OfEpsilon(1.0 / 4))),
        trained(
            "fast-at", "one step from a random start (Wong et al. 2020)", new FgsmRs(threat, 1.25)),
        trained("n-fgsm", "one step from noise (de Jorge et al. 2022)", new NFgsm(threat, 2, 1)),
        smoothed(),
        fixture(
            "quantised",
            "a hardened net in eight bits, without a gradient",
            (workshop, seed) -> {
              NetworkModel net = Fixtures.hardened(workshop, seed);
              NetworkModel bits = Scope.value(() -> Quantised.of(net, some(workshop)));
              return BrokenFixtures.differentiated(bits, net, workshop);
            }));
  }

  private static Tensor some(Workshop workshop) {
    int[] rows = IntStream.range(0, RANGED).toArray();
    return Batch.read(workshop.train(), rows, Device.CPU).inputs();
  }

  private static Fixture fixture(String name, String what, Maker maker) {
    return of(name, what, Fixtures.THREAT, Fixtures.POINTS, maker);
  }

  private static Fixture of(String name, String what, ThreatModel threat, int points, Maker maker) {
    return new Fixture(
        name, Kind.CONTROL, what, threat, points, Author.IS_HONEST, Fixture.trainedOften(), maker);
  }

  private static Fixture trained(String name, String what, Objective objective) {
    return fixture(
        name,
        what,
        (workshop, seed) ->
            Built.plain(
                Pipeline.of(workshop.net(name, objective, EPOCHS, seed)), workshop.samples()));
  }

  private static Fixture smoothed() {
    return of(
        "smoothed",
        "25 draws of noise of .25 around a net trained with it (Cohen et al. 2019)",
        SMOOTHED,
        Fixtures.FEWER_POINTS / 2,
        (workshop, seed) -> {
          NetworkModel net =
              workshop.net("gaussian", SmoothingTraining.gaussian(SIGMA), EPOCHS, seed);
          return Built.plain(
              Pipeline.of(net, Defence.parse("smooth:sigma=0.25,copies=25").stages(net.input())),
              workshop.samples());
        });
  }
}
