package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.pipeline.StraightThrough;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Feature squeezing (Xu, Evans and Qi 2018, section VI): by how much the prediction changes when
 * the input is squeezed. The score is the largest L1 distance between the class probabilities with
 * and without a squeezer, in [0, 2]. Squeezers without a derivative of their own give that of the
 * surrogate that they declare.
 *
 * @param squeezers at least one; each keeps the shape of its input
 * @param spec the squeezers in words, from which they can be made again
 */
public record FeatureSqueezing(List<Purifier> squeezers, String spec) implements Score {
  /** Its name. */
  public static final String KIND = "feature-squeezing";

  /** Copies and checks. */
  public FeatureSqueezing {
    squeezers = List.copyOf(squeezers);
    if (squeezers.isEmpty()) {
      throw new BadInputException("detector %s wants at least one squeezer".formatted(KIND));
    }
    for (Purifier squeezer : squeezers) {
      if (!squeezer.gives().equals(squeezer.takes())) {
        throw new BadInputException(
            "detector %s wants squeezers that keep the shape and range of inputs, which %s does not"
                .formatted(KIND, squeezer.name()));
      }
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("squeezers", spec);
  }

  @Override
  public boolean isRandom() {
    return squeezers.stream().anyMatch(squeezer -> squeezer.declares().random());
  }

  @Override
  public int passes() {
    return squeezers.size();
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor plain = Activation.softmax(seen.logits(), 1);
          Tensor largest = distance(plain, 0, rest, x, draws);
          for (int i = 1; i < squeezers.size(); i++) {
            largest = Elementwise.maximum(largest, distance(plain, i, rest, x, draws));
          }
          return largest;
        });
  }

  private Tensor distance(Tensor plain, int number, Rest rest, Tensor x, Draws draws) {
    Draws own = draws.of("squeezer-" + number);
    Tensor squeezed = StraightThrough.of(squeezers.get(number), x, own);
    Tensor changed = Activation.softmax(rest.logits(squeezed, own), 1);
    return Reductions.sum(Elementwise.abs(plain.minus(changed)), 1);
  }

  @Override
  public State state() {
    return new State().with("squeezers", spec);
  }
}
