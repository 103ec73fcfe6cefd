package dev.redoubt.bench.suite;

import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;

/** Fixtures that need MNIST. */
final class MnistFixtures {
  private static final ThreatModel SMALL = ThreatModel.parse("linf:0.1");
  private static final ThreatModel LINF = ThreatModel.parse("linf:0.3");
  private static final ThreatModel L2 = ThreatModel.parse("l2:3");
  private static final int EPOCHS = 2;

  private MnistFixtures() {}

  /**
   * All of them.
   *
   * @param mnist trains on MNIST
   */
  static List<Fixture> all(Workshop mnist) {
    return List.of(
        detector(mnist, "feature-squeezing", "Xu et al. 2018; MNIST", "feature-squeezing", L2),
        detector(
            mnist, "logit-odds", "eight draws, Roth et al. 2019; MNIST", "odds:copies=8", LINF),
        oneBit(mnist));
  }

  /** These two see what is done to digits; on the road signs they see next to nothing. */
  private static Fixture detector(
      Workshop mnist, String name, String source, String spec, ThreatModel threat) {
    return BrokenFixtures.detector(
        name,
        source,
        spec,
        threat,
        signs -> mnist,
        (own, seed) -> own.net("undefended", new StandardTraining(), EPOCHS, seed));
  }

  /**
   * One bit a pixel. It has no gradient, and yet it is no pretence: digits are nearly black and
   * white, and a small perturbation moves few pixels across the threshold.
   */
  private static Fixture oneBit(Workshop mnist) {
    return new Fixture(
        "one-bit",
        Kind.CONTROL,
        "one bit a pixel on MNIST, declared (Xu et al. 2018)",
        SMALL,
        Fixtures.POINTS,
        Author.IS_HONEST,
        Fixture.trainedOften(),
        (signs, seed) -> {
          BitDepth bit = new BitDepth(1, mnist.samples().input());
          NetworkModel net = mnist.behind(bit, "one-bit", new StandardTraining(), EPOCHS, seed);
          return Built.plain(Pipeline.of(net, bit), mnist.samples());
        });
  }
}
