package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Denoiser;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * A network that was trained to take noise away (Vincent et al. 2010), in the hope that it takes
 * perturbations away with it: the reformer of MagNet (Meng and Chen 2017, section 4.3). It is
 * differentiable, so an attacker simply differentiates through it (Carlini and Wagner 2017).
 *
 * @param network gives the shape of its input; in evaluation mode, not random
 * @param source what it is, for provenance
 */
public record Autoencoder(Network network, String source, InputSpec takes) implements Purifier {
  private static final String NAME = "autoencoder";

  /** Checks. */
  public Autoencoder {
    if (network.graph().isRandom()) {
      throw new BadInputException(NAME + " wants a network that is not random");
    }
  }

  /**
   * From a file as {@code redoubt train --task denoise} writes it.
   *
   * @throws BadInputException if the file is missing, of another kind or corrupt
   */
  public static Autoencoder read(Path file) {
    return of(String.valueOf(file.getFileName()), PurifierBundle.read(file));
  }

  /**
   * From what such a file held, for certain inputs.
   *
   * @param name of the file
   * @throws BadInputException also if it was trained for others
   */
  public static Autoencoder read(String name, byte[] content, InputSpec input) {
    Autoencoder own = of(name, PurifierBundle.read(name, content));
    if (!own.takes.equals(input)) {
      throw new BadInputException(
          "%s %s was trained for inputs of shape %s in [%s, %s], but gets such of %s in [%s, %s]"
              .formatted(
                  NAME,
                  name,
                  own.takes.shape(),
                  own.takes.low(),
                  own.takes.high(),
                  input.shape(),
                  input.low(),
                  input.high()));
    }
    return own;
  }

  private static Autoencoder of(String name, PurifierBundle bundle) {
    return new Autoencoder(bundle.network(), name + ", sha256 " + bundle.digest(), bundle.input());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("network", source);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return Scope.tensors(() -> clipped(network.forward(clipped(x), Mode.EVAL)));
  }

  private Tensor clipped(Tensor x) {
    return Elementwise.clamp(x, takes.low(), takes.high());
  }

  /** The same as a denoiser for smoothing: how strong the noise is, it tells from the input. */
  public Denoiser denoiser() {
    return new Denoiser() {
      @Override
      public Tensor denoise(Tensor noisy, double sigma, Draws draws) {
        return apply(noisy, draws);
      }

      @Override
      public Map<String, Object> settings() {
        return Autoencoder.this.settings();
      }

      /** Noise leads out of the range, and what is clipped has no derivative. */
      @Override
      public Declaration declares(double sigma) {
        return new Declaration(
            new Backward.Surrogate(
                "the same network without clipping", (x, draws) -> network.forward(x, Mode.EVAL)),
            false);
      }
    };
  }

  @Override
  public Declaration declares() {
    return Declaration.PLAIN;
  }
}
