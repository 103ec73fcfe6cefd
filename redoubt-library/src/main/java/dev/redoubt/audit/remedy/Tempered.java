package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * On the tape the logits are divided by a temperature, so that a softmax of them is not saturated
 * and the cross-entropy has a gradient (Carlini and Wagner 2017, section 5, against defensive
 * distillation). The temperature is the median over the clean samples of the margin of the largest
 * logit over the second. The values on the tape are those of the divided logits, which name the
 * same class; off the tape nothing changes.
 *
 * <p>There is nothing to do where that margin is at most 1, or there are no gradients; and where
 * something rejects, whose score would be weighed against other logits.
 */
public record Tempered() implements Remedy {
  @Override
  public String words() {
    return "logits divided by their median margin";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    if (pipeline.rejects()
        || !(pipeline.classifier() instanceof GradientModel model)
        || !(pipeline.adaptive(1) instanceof GradientModel view)) {
      return Optional.empty();
    }
    double temperature = medianMargin(view, clean);
    return temperature > 1
        ? Optional.of(
            new Redifferentiated(
                    model,
                    (x, layers, draws) -> {
                      Observation seen = Around.observed(model, x, layers, draws);
                      return new Observation(seen.logits().dividedBy(temperature), seen.features());
                    })
                .in(pipeline))
        : Optional.empty();
  }

  /** Of what stands on the tape, which another remedy may have changed; 0 if no row has one. */
  private static double medianMargin(GradientModel view, Batch clean) {
    double[] pairs =
        Scope.value(
            () -> {
              Tensor x = Autograd.variable(clean.inputs());
              Tensor logits = view.logitsOnTape(x, clean.draws(0, "temperature"));
              return Reductions.largest(logits.detached(), 2).values().doubles();
            });
    double[] margins = new double[pairs.length / 2];
    Arrays.setAll(margins, row -> pairs[2 * row] - pairs[2 * row + 1]);
    double[] sorted = Arrays.stream(margins).filter(Double::isFinite).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }
}
