package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Stretch;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Window;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Image cropping and rescaling (Guo et al. 2018): random crops of each image are resized to its
 * full size, and the predictions averaged. The paper takes 30 crops of 90 from 224 pixels, a share
 * of .4; small images do not bear that, and the usual share here is .9.
 *
 * <p>It is linear in the image: attackers average its own derivative over draws.
 *
 * @param copies crops of each image, from 1 to {@value Draws#MOST_COPIES}
 * @param share of each side, in (0, 1]; a crop has at least one pixel
 */
public record CropEnsemble(int copies, double share, InputSpec takes) implements Ensemble {
  /** Crops in the paper. */
  public static final int COPIES = 30;

  /** For small images. */
  public static final double SHARE = 0.9;

  private static final String NAME = "crop-ensemble";

  /** Checks. */
  public CropEnsemble {
    ImageStage.require(NAME, takes);
    if (copies < 1 || copies > Draws.MOST_COPIES) {
      throw new BadInputException(
          "%s wants from 1 to %d crops, not %d".formatted(NAME, Draws.MOST_COPIES, copies));
    }
    if (!(share > 0 && share <= 1)) {
      throw new BadInputException(
          "%s wants a share above 0 and at most 1, not %s".formatted(NAME, share));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("copies", copies);
    settings.put("share", share);
    return settings;
  }

  @Override
  public CropEnsemble withCopies(int number) {
    return new CropEnsemble(number, share, takes);
  }

  @Override
  public Tensor changed(Tensor x, Draws draws) {
    return Scope.tensors(
        () ->
            Window.each(Layout.copies(x, copies), draws.copies(copies), takes.low(), this::window));
  }

  private Window window(RandomStream stream) {
    return new Window(crop(takes.shape().get(1), stream), crop(takes.shape().get(2), stream));
  }

  private Stretch crop(int side, RandomStream stream) {
    int length = (int) Math.max(1, Math.round(share * side));
    return new Stretch(stream.below(side - length + 1), length, 0, side);
  }

  @Override
  public Combination combination() {
    return Combination.MEAN_PROBABILITY;
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), true);
  }
}
