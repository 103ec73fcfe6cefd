package dev.redoubt.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The engine's own optimisers over a fixed list of weights. Weights are changed in place, so they
 * must record on the tape ({@link #trainable}) while they are trained.
 */
public final class Optimizer implements AutoCloseable {
  private final org.bytedeco.pytorch.Optimizer raw;
  private final TensorVector weights;

  private Optimizer(List<Tensor> weights, Settings settings) {
    try (PointerScope scope = new PointerScope()) {
      TensorVector vector = new TensorVector();
      weights.forEach(weight -> vector.push_back(weight.raw));
      this.weights = vector;
      this.raw = settings.create(vector);
      vector.retainReference();
      raw.retainReference();
    }
  }

  /** Which optimiser, with its constants. */
  public sealed interface Settings {
    /** The optimiser over these weights, with fresh state. */
    default Optimizer over(List<Tensor> weights) {
      return new Optimizer(weights, this);
    }

    /** The learning rate to start from. */
    double learningRate();

    /** The L2 penalty or decoupled decay, 0 for none. */
    double weightDecay();

    /** The engine's object. */
    private org.bytedeco.pytorch.Optimizer create(TensorVector weights) {
      if (this instanceof Sgd sgd) {
        SGDOptions options = new SGDOptions(sgd.learningRate);
        options.momentum().put(sgd.momentum);
        options.nesterov().put(sgd.nesterov);
        options.weight_decay().put(sgd.weightDecay);
        return new SGD(weights, options);
      }
      if (this instanceof AdamStyle adam && adam.decoupled) {
        AdamWOptions options = new AdamWOptions(adam.learningRate);
        options.weight_decay().put(adam.weightDecay);
        return new AdamW(weights, options);
      }
      AdamStyle adam = (AdamStyle) this;
      AdamOptions options = new AdamOptions(adam.learningRate);
      options.weight_decay().put(adam.weightDecay);
      return new Adam(weights, options);
    }
  }

  /**
   * Stochastic gradient descent (Sutskever et al. 2013 for momentum and Nesterov).
   *
   * @param learningRate positive
   * @param momentum in [0, 1)
   * @param nesterov whether to look ahead; wants momentum
   * @param weightDecay L2 penalty added to the gradient
   */
  public record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay)
      implements Settings {}

  /**
   * Adam (Kingma and Ba 2015, betas .9 and .999), or AdamW (Loshchilov and Hutter 2019).
   *
   * @param learningRate positive
   * @param weightDecay L2 penalty, or with {@code decoupled} the rate of shrinking
   * @param decoupled AdamW's decoupled decay
   */
  public record AdamStyle(double learningRate, double weightDecay, boolean decoupled)
      implements Settings {}

  /** Turns the recording of weights on or off. */
  public static void trainable(List<Tensor> weights, boolean on) {
    weights.forEach(weight -> weight.raw.set_requires_grad(on));
  }

  /**
   * One step down the gradient of {@code loss}.
   *
   * @param loss a scalar
   * @param clipNorm the largest Euclidean length of the whole gradient, 0 for no bound
   */
  public void minimise(Tensor loss, double clipNorm) {
    raw.zero_grad();
    loss.raw.backward();
    Checkpointing.taken(false);
    if (clipNorm > 0) {
      torch.clip_grad_norm_(weights, clipNorm);
    }
    raw.step();
  }

  /** Sets the rate of the next steps. */
  public void learningRate(double rate) {
    Scope.run(() -> raw.param_groups().get(0).options().set_lr(rate));
  }

  /** The whole state (moments, step counts), to be given to {@link #restore}. */
  public byte[] state() {
    return throughFile(
        file -> {
          OutputArchive archive = new OutputArchive();
          raw.save(archive);
          archive.save_to(file.toString());
          return Files.readAllBytes(file);
        });
  }

  /** Goes back to a state that {@link #state} gave for the same kind of optimiser and weights. */
  public void restore(byte[] state) {
    throughFile(
        file -> {
          Files.write(file, state);
          InputArchive archive = new InputArchive();
          archive.load_from(file.toString());
          raw.load(archive);
          return state;
        });
  }

  /** The engine's archives only know files. */
  private static byte[] throughFile(FileStep step) {
    try (PointerScope scope = new PointerScope()) {
      Path file = Files.createTempFile("redoubt-optimizer", ".pt");
      try {
        return step.run(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface FileStep {
    byte[] run(Path file) throws IOException;
  }

  @Override
  public void close() {
    raw.releaseReference();
    weights.releaseReference();
  }
}
