package dev.redoubt.attack.spatial;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;

/**
 * Says where the brightest pixel of an image is: its column plus 10 times its row. Counts the
 * images that it was asked about, and the most at a time.
 */
final class BrightSpot implements LabelModel {
  private final InputSpec input;
  private int asked;
  private int most;

  BrightSpot(InputSpec input) {
    this.input = input;
  }

  int asked() {
    return asked;
  }

  int most() {
    return most;
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    if (draws.ids().length != x.rows()) {
      throw new AssertionError("draws of other rows");
    }
    asked += x.rows();
    most = Math.max(most, x.rows());
    float[] values = x.floats();
    int area = input.features();
    int width = input.shape().get(2);
    int[] spots = new int[x.rows()];
    Arrays.setAll(
        spots,
        row -> {
          int best = 0;
          for (int i = 1; i < area; i++) {
            best = values[row * area + i] > values[row * area + best] ? i : best;
          }
          return best % width + 10 * Math.floorDiv(best, width);
        });
    return Tensors.ofInts(spots);
  }

  @Override
  public String name() {
    return "spot";
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int classes() {
    return 100;
  }

  @Override
  public Declaration declares() {
    return Declaration.OPAQUE;
  }
}
