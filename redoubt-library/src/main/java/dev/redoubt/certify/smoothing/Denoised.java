package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * A classifier with a denoiser in front (denoised smoothing, Salman et al. 2020): smoothing may
 * then go around a classifier that never saw noise. The certificate is the same as for any other
 * base classifier, and owes nothing to the quality of the denoiser, which only decides how large
 * the radii are.
 *
 * <p>It gives what the classifier gives: labels, scores, or gradients, where the denoiser can be
 * differentiated or names a substitute for it.
 */
public class Denoised<M extends LabelModel> implements LabelModel {
  final M model;
  final Denoiser denoiser;
  final double sigma;

  private Denoised(M model, Denoiser denoiser, double sigma) {
    this.model = model;
    this.denoiser = denoiser;
    this.sigma = sigma;
  }

  /**
   * Puts a denoiser before a classifier.
   *
   * @param sigma deviation of the noise that inputs come with, in pixel space, positive and finite
   */
  public static LabelModel of(LabelModel model, Denoiser denoiser, double sigma) {
    if (!(sigma > 0) || Double.isInfinite(sigma)) {
      throw new BadInputException("sigma must be positive and finite, not " + sigma);
    }
    boolean opaque = denoiser.declares().backward() instanceof Declaration.Backward.None;
    if (model instanceof GradientModel gradients && !opaque) {
      return new Gradients(gradients, denoiser, sigma);
    }
    if (model instanceof ScoreModel scores) {
      return new Scores<>(scores, denoiser, sigma);
    }
    return new Denoised<>(model, denoiser, sigma);
  }

  Tensor denoised(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> denoiser.denoise(x, sigma, draws.of("denoise")));
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public InputSpec input() {
    return model.input();
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public Declaration declares() {
    return declares(new Declaration.Backward.None());
  }

  Declaration declares(Declaration.Backward backward) {
    return new Declaration(backward, model.declares().random() || denoiser.declares().random());
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    return model.predict(denoised(x, draws), draws);
  }

  private static class Scores<S extends ScoreModel> extends Denoised<S> implements ScoreModel {
    Scores(S model, Denoiser denoiser, double sigma) {
      super(model, denoiser, sigma);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return model.predict(denoised(x, draws), draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return model.logits(denoised(x, draws), draws);
    }
  }

  private static final class Gradients extends Scores<GradientModel> implements GradientModel {
    Gradients(GradientModel model, Denoiser denoiser, double sigma) {
      super(model, denoiser, sigma);
    }

    /** The classifier's: a substitute for the denoiser is on the tape already. */
    @Override
    public Declaration declares() {
      return declares(model.declares().backward());
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      return model.logitsOnTape(onTape(x, draws), draws);
    }

    /** Denoised points, whose derivative is that of the substitute if there is one (BPDA). */
    private Tensor onTape(Tensor x, Draws draws) {
      if (denoiser.declares().backward() instanceof Declaration.Backward.Surrogate surrogate) {
        Tensor substitute = surrogate.substitute().apply(x);
        return substitute.plus(denoised(x, draws).minus(substitute.detached()));
      }
      return denoiser.denoise(x, sigma, draws.of("denoise"));
    }

    @Override
    public Tensor gradient(Tensor value, Tensor x) {
      return model.gradient(value, x);
    }

    @Override
    public Tensor gradientKeepingTape(Tensor value, Tensor x) {
      return model.gradientKeepingTape(value, x);
    }
  }
}
