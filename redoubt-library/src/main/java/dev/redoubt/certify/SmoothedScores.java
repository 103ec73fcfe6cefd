package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.AveragedScores;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;

/**
 * What an attacker who knows the smoothing sees of a smoothed classifier: the logarithm of the mean
 * prediction at random changes of each row, drawn anew at each call. Its gradient is that of
 * SmoothAdv's attack (Salman et al. 2019, equation 6), and an expectation over transformation
 * (Athalye et al. 2018) with the mean inside the logarithm, so that draws with vanishing
 * probabilities don't hide the others.
 *
 * <p>{@code p̄} is an unbiased estimate of the soft smoothed classifier, whatever the number of
 * draws. It is not what certificates are about, which count classes: whether a point really
 * contradicts one, a {@link CertificateCheck} finds out.
 *
 * <p>It declares itself random. The changes of a row are keyed by its draws alone, not by the batch
 * that it is in.
 *
 * @param base the classifier that is smoothed
 * @param smoothing the random change
 * @param copies m, changes of each row at every call, at least 1: each is a pass of the base
 */
public record SmoothedScores(GradientModel base, Smoothing smoothing, int copies)
    implements AveragedScores {
  /** Checks. */
  public SmoothedScores {
    if (copies < 1) {
      throw new BadInputException(
          "a smoothed classifier is seen by at least 1 draw of each row, not " + copies);
    }
  }

  @Override
  public Declaration declares() {
    return new Declaration(base.declares().backward(), true);
  }

  @Override
  public Tensor changed(Tensor x, Draws draws) {
    return smoothing.randomize(Layout.copies(x, copies), draws.of("smoothing").copies(copies));
  }
}
