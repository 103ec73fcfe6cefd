package dev.redoubt.pipeline;

import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.Layer;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stage that changes nothing, but refuses inputs that look like attacks. Attackers who know it
 * keep its score under the threshold while they change the class (Carlini and Wagner 2017).
 */
public non-sealed interface Detector extends Stage {
  /**
   * How suspicious each input is.
   *
   * @param seen what the rest of the pipeline makes of {@code x}, with the {@link #layers} asked
   *     for; from the one pass that classifies it
   * @param rest the rest of the pipeline, which the score may ask about other inputs
   * @param x {@code [n, ...takes().shape()]}
   * @return {@code [n]}; on the tape of {@code x} if it declares that its own derivative is the
   *     right one
   */
  Tensor score(Observation seen, Rest rest, Tensor x, Draws draws);

  /** Inputs with a higher score are rejected. */
  double threshold();

  /**
   * The difference of scores that weighs as much as a difference of 1 in the logits: attackers give
   * up one for the other at that rate.
   */
  default double unit() {
    return 1;
  }

  /** The layers of the classifier that it reads; none but detectors may stand behind it then. */
  default Set<String> layers() {
    return Set.of();
  }

  /** Passes of the rest that a row's score costs, besides the one that classifies the row. */
  default int passes() {
    return 0;
  }

  /** Why it can't stand beside a classifier, as a sentence without a full stop; empty if it can. */
  default Optional<String> refuses(LabelModel classifier) {
    if (layers().isEmpty()) {
      return Optional.empty();
    }
    if (!(classifier instanceof FeatureModel features)) {
      return Optional.of(
          "stage %s reads layers of the classifier, but model %s shows none"
              .formatted(name(), classifier.name()));
    }
    List<String> names = features.layers().stream().map(Layer::name).toList();
    return layers().stream()
        .filter(layer -> !names.contains(layer))
        .findFirst()
        .map(
            layer ->
                "stage %s reads layer %s, which model %s does not have; it has %s"
                    .formatted(name(), layer, classifier.name(), String.join(", ", names)));
  }
}
