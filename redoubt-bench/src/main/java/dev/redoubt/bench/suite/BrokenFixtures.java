package dev.redoubt.bench.suite;

import dev.redoubt.audit.fixture.AntiAdversary;
import dev.redoubt.audit.fixture.Committee;
import dev.redoubt.audit.fixture.Distillation;
import dev.redoubt.audit.fixture.DiversityTraining;
import dev.redoubt.audit.fixture.OffTape;
import dev.redoubt.audit.fixture.Rounded;
import dev.redoubt.audit.fixture.StochasticPruning;
import dev.redoubt.audit.fixture.TrueGradients;
import dev.redoubt.audit.fixture.Undeclared;
import dev.redoubt.audit.fixture.WinnersTakeAll;
import dev.redoubt.audit.remedy.NeighbourAverage;
import dev.redoubt.bench.suite.Fixture.Maker;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.purify.Autoencoder;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.purify.ResizePad;
import dev.redoubt.purify.Thermometer;
import dev.redoubt.purify.jpeg.Jpeg;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.FgsmTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Defences that were published and broken, built anew at small scale; none of them declares its
 * weakness but the detectors, which can't be built without.
 */
final class BrokenFixtures {
  private static final ThreatModel COLLAPSING = ThreatModel.parse("linf:16/255");

  /** What those who trust it leave room for a detector under. */
  private static final ThreatModel WIDER = ThreatModel.parse("linf:12/255");

  private BrokenFixtures() {}

  static List<Fixture> all() {
    return List.of(
        fixture("thermometer", "16-level thermometer codes (Buckman et al. 2018)", thermometer()),
        fixture(
            "bit-depth",
            "three bits a channel (Xu et al. 2018)",
            before(input -> new BitDepth(3, input))),
        fixture(
            "jpeg",
            "JPEG at quality 75 (Dziugaite et al. 2016)",
            before(input -> new Jpeg(75, input))),
        fixture(
            "rounded-logits",
            "logits in steps of a tenth",
            (workshop, seed) -> {
              NetworkModel net = Fixtures.undefended(workshop, seed);
              return differentiated(Rounded.logits(net, 10), net, workshop);
            }),
        fixture("k-wta", "k-winners-take-all, γ = .1 (Xiao et al. 2020)", winnersTakeAll()),
        fixture("distillation", "at temperature 100 (Papernot et al. 2016)", distillation()),
        rarer(
            "activation-pruning",
            "stochastic, a fifth as many draws as values (Dhillon et al. 2018)",
            (workshop, seed) ->
                Built.plain(
                    Pipeline.of(StochasticPruning.of(Fixtures.undefended(workshop, seed), .2)),
                    workshop.samples())),
        rarer(
            "resize-pad",
            "random resizing and padding (Xie et al. 2018)",
            before(input -> new ResizePad(ResizePad.SMALLEST, input))),
        rarer(
            "noise",
            "Gaussian noise of .1 before an undefended net",
            before(input -> new RandomNoise(.1, input))),
        new Fixture(
            "collapsed-fgsm",
            Kind.BROKEN,
            "training with one step that collapsed (Wong et al. 2020)",
            COLLAPSING,
            Fixtures.POINTS,
            Author.TRUSTS_FGSM,
            Fixture.trainedOften(),
            (workshop, seed) ->
                Built.plain(
                    Pipeline.of(workshop.net("fgsm", new FgsmTraining(COLLAPSING), 20, seed)),
                    workshop.samples())),
        fixture("diversity", "an ensemble trained apart (Pang et al. 2019)", diversity()),
        fixture("anti-adversary", "the layer of Alfarra et al. 2022", antiAdversary()),
        fixture("detached-purifier", "a denoising autoencoder off the tape", detached()),
        detector("mahalanobis", "Lee et al. 2018", "mahalanobis"));
  }

  private static Fixture fixture(String name, String what, Maker maker) {
    return of(name, what, Fixtures.POINTS, maker);
  }

  private static Fixture rarer(String name, String what, Maker maker) {
    return of(name, what, Fixtures.FEWER_POINTS, maker);
  }

  private static Fixture of(String name, String what, int points, Maker maker) {
    return new Fixture(
        name,
        Kind.BROKEN,
        what,
        Fixtures.THREAT,
        points,
        Author.TRUSTS_PGD,
        Fixture.trainedOften(),
        maker);
  }

  /** A stage before an undefended net, which says nothing of its derivative. */
  private static Maker before(Function<InputSpec, Purifier> stage) {
    return (workshop, seed) -> {
      NetworkModel net = Fixtures.undefended(workshop, seed);
      Purifier made = stage.apply(net.input());
      return Built.hiding(
          Pipeline.of(net, new Undeclared(made)), Pipeline.of(net, made), workshop.samples());
    };
  }

  private static Maker thermometer() {
    return (workshop, seed) -> {
      Thermometer codes = new Thermometer(16, workshop.samples().input());
      NetworkModel net = workshop.behind(codes, "thermometer", new StandardTraining(), 12, seed);
      return Built.hiding(
          Pipeline.of(net, new Undeclared(codes)), Pipeline.of(net, codes), workshop.samples());
    };
  }

  private static Maker winnersTakeAll() {
    return (workshop, seed) -> {
      Graph graph = WinnersTakeAll.in(workshop.commonNet(), workshop.samples().input(), .1);
      NetworkModel net = workshop.net("k-wta", new StandardTraining(), 20, seed, graph);
      Pipeline shipped = Pipeline.of(net);
      double radius = Fixtures.THREAT.epsilon() / 2;
      Pipeline known =
          Scope.value(
              () ->
                  new NeighbourAverage(16, radius)
                      .of(shipped, Batch.read(workshop.samples(), new int[] {0}, Device.CPU))
                      .orElseThrow());
      return Built.hiding(shipped, known, workshop.samples());
    };
  }

  private static Maker distillation() {
    return (workshop, seed) -> {
      NetworkModel teacher =
          workshop.net("distillation-teacher", new Distillation(Optional.empty(), 100), 12, seed);
      NetworkModel net =
          workshop.net("distillation", new Distillation(Optional.of(teacher), 100), 12, seed);
      return Built.plain(Pipeline.of(net), workshop.samples());
    };
  }

  private static Maker diversity() {
    return (workshop, seed) -> {
      int members = DiversityTraining.MEMBERS;
      int classes = workshop.train().classes().size();
      Graph member = workshop.commonNet();
      Network apart =
          workshop.network(
              "diversity",
              new DiversityTraining(2, .5),
              12,
              seed,
              Committee.apart(member, members),
              members * classes);
      NetworkModel together =
          Committee.together(apart, member, members, workshop.train().input(), classes);
      return Built.plain(Pipeline.of(together), workshop.samples());
    };
  }

  private static Maker antiAdversary() {
    return (workshop, seed) -> {
      NetworkModel net = Fixtures.undefended(workshop, seed);
      Pipeline shipped = Pipeline.of(net, new AntiAdversary(net, 2, Fixtures.THREAT.epsilon()));
      return differentiated(shipped, net, workshop);
    };
  }

  private static Maker detached() {
    return (workshop, seed) -> {
      NetworkModel net = Fixtures.undefended(workshop, seed);
      Autoencoder purifier = workshop.autoencoder(.1, 8, seed);
      return Built.hiding(
          Pipeline.of(net, new OffTape(purifier)), Pipeline.of(net, purifier), workshop.samples());
    };
  }

  /** A network whose gradients are hidden, and another one that shows where they lead. */
  static Built differentiated(NetworkModel shipped, GradientModel instead, Workshop workshop) {
    return differentiated(Pipeline.of(shipped), instead, workshop);
  }

  private static Built differentiated(Pipeline shipped, GradientModel instead, Workshop workshop) {
    TrueGradients known = new TrueGradients((ScoreModel) shipped.deployed(), instead);
    return Built.hiding(shipped, Pipeline.of(known), workshop.samples());
  }

  private static Fixture detector(String name, String source, String spec) {
    return detector(name, source, spec, WIDER, signs -> signs, Fixtures::undefended);
  }

  /**
   * A detector beside an undefended net.
   *
   * @param net trains it; may be on other data than those of the other fixtures
   */
  static Fixture detector(
      String name,
      String source,
      String spec,
      ThreatModel threat,
      Function<Workshop, Workshop> data,
      BiFunction<Workshop, Long, NetworkModel> net) {
    return new Fixture(
        name,
        Kind.BROKEN,
        "a detector at 5 % false positives (" + source + ")",
        threat,
        Fixtures.FEWER_POINTS,
        Author.TRUSTS_PGD,
        Fixture.trainedOften(),
        (workshop, seed) -> {
          Workshop own = data.apply(workshop);
          NetworkModel model = net.apply(own, seed);
          return Built.plain(Pipeline.of(model, own.detector(spec, model, seed)), own.samples());
        });
  }
}
