package dev.redoubt.cli;

import dev.redoubt.data.Dataset;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.purify.Imitation;
import dev.redoubt.purify.LearnedSurrogate;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import picocli.CommandLine.Option;

/** What is differentiated in place of stages that have no derivative of their own. */
final class SurrogateOption {
  /**
   * Noise to learn under where the budget is no bound on single values, as a share of the range.
   */
  private static final double NOISE = 0.1;

  @Option(
      names = "--learned-surrogates",
      description =
          "Differentiate stages without a derivative of their own through small networks that learn to imitate them on the data, in place of what they declare.")
  private boolean learned;

  /** The pipeline as it is to be attacked. */
  Pipeline attacked(
      Pipeline pipeline, Dataset dataset, ThreatModel threat, CommonOptions common, Device device) {
    if (!learned) {
      return pipeline;
    }
    double range = dataset.input().high() - dataset.input().low();
    double noise = threat.norm() instanceof Linf ? threat.epsilon() : NOISE * range;
    Imitation settings = Imitation.near(noise, common.seed);
    return Pipeline.of(
        pipeline.classifier(),
        pipeline.stages().stream()
            .map(stage -> imitated(stage, dataset, settings, common.quiet, device))
            .toList());
  }

  private static Stage imitated(
      Stage stage, Dataset dataset, Imitation settings, boolean quiet, Device device) {
    boolean wanted =
        !(stage.declares().backward() instanceof Declaration.Backward.Exact)
            && stage.takes().equals(stage.gives())
            && stage.takes().equals(dataset.input());
    if (!wanted || !(stage instanceof Purifier purifier)) {
      return stage;
    }
    if (!quiet) {
      System.err.println("Learning to imitate stage " + stage.name() + " ...");
    }
    return LearnedSurrogate.of(purifier, dataset, settings, device).stage();
  }

  /** For what names a run. */
  @Override
  public String toString() {
    return learned ? "learned surrogates" : "";
  }
}
