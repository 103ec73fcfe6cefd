package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The classifier is differentiated in fp64: a probability that fp32 rounds to 1 leaves a gradient
 * there. The logits on the tape are fp64, so that losses are computed in it as well; the gradient
 * that reaches the inputs is fp32 again, so that what is smaller than 1e-45 is zero still: {@link
 * Tempered} helps there. Empty for classifiers that have no fp64 twin with gradients.
 */
public record Precise() implements Remedy {
  @Override
  public String words() {
    return "gradients in fp64";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    if (!(pipeline.classifier() instanceof GradientModel model)
        || !(model instanceof DoublePrecision single)) {
      return Optional.empty();
    }
    return single
        .inDoublePrecision()
        .filter(GradientModel.class::isInstance)
        .map(GradientModel.class::cast)
        .map(twin -> new Redifferentiated(model, tape(twin)).in(pipeline));
  }

  private static Redifferentiated.Tape tape(GradientModel twin) {
    return (x, layers, draws) -> {
      Observation seen = Around.observed(twin, x.to(DType.FLOAT64), layers, draws);
      Map<String, Tensor> features = new LinkedHashMap<>();
      seen.features().forEach((name, value) -> features.put(name, value.like(x)));
      return new Observation(seen.logits(), features);
    };
  }
}
