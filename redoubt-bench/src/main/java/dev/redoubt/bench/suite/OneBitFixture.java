package dev.redoubt.bench.suite;

import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.StandardTraining;

/**
 * One bit a pixel before a net for MNIST. It has no gradient, and yet it is no pretence: digits are
 * nearly black and white, and a small perturbation moves few pixels across the threshold.
 */
final class OneBitFixture {
  private static final ThreatModel THREAT = ThreatModel.parse("linf:0.1");
  private static final int EPOCHS = 2;

  private OneBitFixture() {}

  /**
   * The control.
   *
   * @param mnist trains on MNIST
   */
  static Fixture of(Workshop mnist) {
    return new Fixture(
        "one-bit",
        Kind.CONTROL,
        "one bit a pixel on MNIST, declared (Xu et al. 2018)",
        THREAT,
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
