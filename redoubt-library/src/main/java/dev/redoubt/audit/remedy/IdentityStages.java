package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Layout;
import java.util.Optional;

/**
 * Every stage that keeps the shape of its input, and declares its own derivative or none, is
 * differentiated as the identity (BPDA, Athalye et al. 2018, section 4.1). A surrogate that is
 * declared stays; so do detectors.
 */
public record IdentityStages() implements Remedy {
  @Override
  public String words() {
    return "every stage without a surrogate differentiated as the identity";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return pipeline.stages().stream().anyMatch(stage -> identity(stage).isPresent())
        ? Optional.of(pipeline.differentiatedAs(IdentityStages::identity))
        : Optional.empty();
  }

  private static Optional<Backward> identity(Stage stage) {
    if (stage instanceof Detector
        || stage.declares().backward() instanceof Backward.Surrogate
        || !stage.takes().shape().equals(stage.gives().shape())) {
      return Optional.empty();
    }
    return Optional.of(
        stage instanceof Ensemble ensemble
            ? copies(ensemble.copies())
            : Backward.Surrogate.identity());
  }

  private static Backward copies(int number) {
    return new Backward.Surrogate("unchanged copies", (x, draws) -> Layout.copies(x, number));
  }
}
