package dev.redoubt.attack.joint;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import java.util.Arrays;

/**
 * Where signs are of no use. With a and b the mean changes of the first and of the second ten
 * features, the class changes where {@code 3a + b > .16}, and what has {@code a + 3b > .01} is
 * rejected. One way leads to both, a up and b down; but the signs of either gradient are all the
 * same, so steps along them go up and down the diagonal.
 */
public final class Diagonal {
  /** Half of them each. */
  public static final int FEATURES = 20;

  /** The budget in Linf at which all samples near the middle fall. */
  public static final double EPSILON = .1;

  private Diagonal() {}

  /** Logits 0 and {@code 3·Σ first + Σ second - ...}, with a detector of the same size. */
  public static Pipeline pipeline() {
    float[] toClass = slope(3, 1);
    NetworkModel model = Victims.halfSpace(toClass, -.5f * 40 - 1.6f, 0, 1);
    return Pipeline.of(model, watch(model.input()));
  }

  private static Watch watch(InputSpec input) {
    return Watch.slope(input, 10 * (.5 * 40 + .1), slope(10, 30));
  }

  private static float[] slope(float first, float second) {
    float[] slope = new float[FEATURES];
    Arrays.fill(slope, 0, FEATURES / 2, first);
    Arrays.fill(slope, FEATURES / 2, FEATURES, second);
    return slope;
  }

  /** A sample whose first and second halves are moved from the middle by so much. */
  public static float[] point(double first, double second) {
    float[] point = new float[FEATURES];
    Arrays.fill(point, 0, FEATURES / 2, (float) (.5 + first));
    Arrays.fill(point, FEATURES / 2, FEATURES, (float) (.5 + second));
    return point;
  }
}
