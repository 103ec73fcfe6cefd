package dev.redoubt.pipeline;

import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Set;

/** A classifier whose tape is only wanted where there is something to differentiate. */
public record DifferentiableRest(GradientModel classifier) implements Rest {
  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return x.requiresGrad() ? classifier.logitsOnTape(x, draws) : classifier.logits(x, draws);
  }

  @Override
  public Observation observe(Tensor x, Set<String> layers, Draws draws) {
    return classifier instanceof FeatureModel features && !layers.isEmpty()
        ? features.observeOnTape(x, layers, draws)
        : Rest.super.observe(x, layers, draws);
  }
}
