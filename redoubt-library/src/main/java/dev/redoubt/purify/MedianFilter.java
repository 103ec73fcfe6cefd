package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/**
 * The median of a window around each pixel, in each channel (spatial smoothing, Xu et al. 2018).
 * Images are mirrored at their edges, which are repeated. Windows of even size reach one pixel
 * farther up and to the left; of an even number of values, the lower middle one is taken.
 *
 * <p>The output is made of pixels of the input, so its derivative is that of a selection, and
 * attackers use it. Of equal values the nearest to the window's centre counts as selected: where
 * the filter leaves flat areas as they are, gradients stay in place.
 *
 * @param size of the square windows, from 2 to 15
 */
public record MedianFilter(int size, InputSpec takes) implements Purifier {
  /** Checks. */
  public MedianFilter {
    ImageStage.require("median", takes);
    if (size < 2 || size > 15) {
      throw new BadInputException("median wants windows of size 2 to 15, not " + size);
    }
  }

  @Override
  public String name() {
    return "median";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("size", size);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    WindowMedian median = new WindowMedian(size);
    return Scope.tensors(() -> x.requiresGrad() ? selected(x, median) : median.values(x));
  }

  /** The same values, on the tape. */
  private static Tensor selected(Tensor x, WindowMedian median) {
    Tensor places = Autograd.noGrad(() -> median.places(x.detached()));
    long pixels = x.size(2) * x.size(3);
    long images = x.size(0) * x.size(1);
    Tensor values =
        Layout.gather(Layout.reshape(x, images, pixels), Layout.reshape(places, images, pixels));
    return Layout.reshape(values, x.shape());
  }

  @Override
  public Declaration declares() {
    return Declaration.PLAIN;
  }
}
