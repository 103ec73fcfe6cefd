package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.purify.Autoencoder;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How badly an autoencoder reconstructs an input (MagNet, Meng and Chen 2017, section 4.2.1): the
 * mean over all values of {@code |x - AE(x)|^p}.
 *
 * @param autoencoder what it is reconstructed with
 * @param file where that can be made again from
 * @param power p, 1 or 2
 */
public record Reconstruction(Autoencoder autoencoder, KeptFile file, int power) implements Score {
  /** Its name. */
  public static final String KIND = "reconstruction";

  /** Checks. */
  public Reconstruction {
    if (power != 1 && power != 2) {
      throw new BadInputException(
          "detector %s wants the power 1 or 2, not %d".formatted(KIND, power));
    }
  }

  /**
   * With an autoencoder from a file.
   *
   * @throws BadInputException if it was trained for other inputs
   */
  public Reconstruction(KeptFile file, int power, InputSpec input) {
    this(Autoencoder.read(file.name(), file.content(), input), file, power);
  }

  /** From what {@link #state} gave. */
  public static Reconstruction of(State state, InputSpec input) {
    return new Reconstruction(KeptFile.of(state), state.whole("power"), input);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("network", autoencoder.source());
    settings.put("power", power);
    return settings;
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor difference = Layout.flatten(x.minus(autoencoder.apply(x, draws)));
          Tensor powers = power == 1 ? Elementwise.abs(difference) : difference.times(difference);
          return Reductions.mean(powers, new long[] {1}, false);
        });
  }

  @Override
  public State state() {
    return file.into(new State().with("power", power));
  }
}
