package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each place of an input is deleted by itself, with the same probability q, and holds a fixed value
 * then. It is {@link Ablation}, of whose places and fill value all holds here, too, with a number
 * of kept places that varies. A class of probability p is safe from any change of at most ρ places
 * if
 *
 * <pre>{@code p - Δ(ρ) > ½,  Δ(ρ) = 1 - q^ρ}</pre>
 *
 * for all ρ changed places are deleted with probability {@code q^ρ}, and then f cannot see the
 * change. The radius does not depend on how many places there are.
 *
 * @param rate q, above ½, since up to there Δ(1) ≥ ½ and no p is enough, and below 1
 * @param shape one input's
 * @param fill what deleted places hold, in pixel space
 */
public record Deletion(double rate, List<Integer> shape, double fill) implements PlaceSmoothing {
  /** Checks and copies. */
  public Deletion {
    shape = List.copyOf(shape);
    if (!(rate > 0.5 && rate < 1)) {
      throw new BadInputException(
          "deletion wants a rate above 0.5 and below 1, not %s: at 0.5 a single changed place could not be certified"
              .formatted(rate));
    }
    if (!Double.isFinite(fill)) {
      throw new BadInputException("what deletion fills in must be finite, not " + fill);
    }
  }

  /** With the middle of the range at the deleted places. */
  public static Deletion of(double rate, InputSpec input) {
    return of(rate, input, 0.5);
  }

  /**
   * With another value of the range there.
   *
   * @param share where it lies in the range of inputs, in [0, 1]
   */
  public static Deletion of(double rate, InputSpec input, double share) {
    return new Deletion(rate, input.shape(), Places.fill(input, share));
  }

  @Override
  public String name() {
    return "deletion";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rate", rate);
    settings.put("fill", fill);
    return settings;
  }

  @Override
  public Places.Choice choice() {
    return this::mark;
  }

  private void mark(RandomStream stream, float[] marks, int offset) {
    int count = new Places(shape).count();
    for (int place = 0; place < count; place++) {
      marks[offset + place] = stream.uniform() < rate ? 0 : 1;
    }
  }

  @Override
  public double needed(int changed) {
    return 1.5 - Math.pow(rate, changed);
  }
}
