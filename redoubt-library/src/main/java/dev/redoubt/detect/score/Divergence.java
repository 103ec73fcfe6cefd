package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.loss.KullbackLeibler;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.purify.Autoencoder;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the prediction changes when an autoencoder has reconstructed the input (MagNet, Meng and Chen
 * 2017, section 4.2.2): the Jensen-Shannon divergence between the class probabilities of the two,
 * at a temperature, in nats.
 *
 * @param autoencoder what it is reconstructed with
 * @param file where that can be made again from
 * @param temperature by which logits are divided, positive and finite; large ones let small
 *     probabilities count
 */
public record Divergence(Autoencoder autoencoder, KeptFile file, double temperature)
    implements Score {
  /** Its name. */
  public static final String KIND = "divergence";

  /** Checks. */
  public Divergence {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new BadInputException(
          "detector %s wants a positive, finite temperature, not %s".formatted(KIND, temperature));
    }
  }

  /**
   * With an autoencoder from a file.
   *
   * @throws BadInputException if it was trained for other inputs
   */
  public Divergence(KeptFile file, double temperature, InputSpec input) {
    this(Autoencoder.read(file.name(), file.content(), input), file, temperature);
  }

  /** From what {@link #state} gave. */
  public static Divergence of(State state, InputSpec input) {
    return new Divergence(KeptFile.of(state), state.number("temperature"), input);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("network", autoencoder.source());
    settings.put("temperature", temperature);
    return settings;
  }

  @Override
  public int passes() {
    return 1;
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor before = seen.logits().dividedBy(temperature);
          Tensor after = rest.logits(autoencoder.apply(x, draws), draws).dividedBy(temperature);
          Tensor middle =
              Elementwise.log(
                  Activation.softmax(before, 1)
                      .plus(Activation.softmax(after, 1))
                      .times(0.5)
                      .plus(Float.MIN_NORMAL));
          return KullbackLeibler.perSample(before, middle)
              .plus(KullbackLeibler.perSample(after, middle))
              .times(0.5);
        });
  }

  @Override
  public State state() {
    return file.into(new State().with("temperature", temperature));
  }
}
