package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.L0;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Randomized ablation (Levine and Feizi 2020): exactly k of an input's d places are kept, each set
 * of k as likely as any other, and all others replaced by a fixed value. A class of probability p
 * is safe from any change of at most ρ places if
 *
 * <pre>{@code p - Δ(ρ) > ½,  Δ(ρ) = 1 - C(d-ρ, k) / C(d, k)}</pre>
 *
 * (theorem 1): Δ(ρ) is the probability that any of the ρ changed places is kept, and where none is,
 * f cannot see the change. That is all that can be said, for f may give the class wherever one is
 * kept, and at the changed input nowhere there.
 *
 * <p>A place is a pixel with all its channels in images {@code [c, h, w]}, a feature in everything
 * else, and the radius counts places ({@link #unit}). The norm {@link L0} of this project counts
 * features, the channels of a pixel one by one. As ρ features lie in at most ρ pixels, a radius of
 * ρ pixels is one of ρ in L0, too; it only says more: up to cρ features, if they lie in ρ pixels.
 *
 * <p>The paper tells f which places are gone, by a second set of channels {@code 1 - x} and zeros
 * in both. Here they get a value, as in a variant of the authors, so that any classifier may
 * follow. The certificate is the same, but f cannot tell a place that is gone from one that has
 * this value, which may cost accuracy. The middle of the range is close to the mean of most
 * photographs and needs no statistics that would have to go with a model from training to
 * certification; where the mean lies elsewhere, as for digits on black, a value near it is easier
 * to learn with.
 *
 * @param kept k, at least 1 and below d/2, since from there on Δ(1) ≥ ½ and no p is enough
 * @param shape one input's
 * @param fill what replaced places hold, in pixel space
 */
public record Ablation(int kept, List<Integer> shape, double fill) implements PlaceSmoothing {
  private static final BigDecimal THREE_HALVES = new BigDecimal("1.5");

  /** Checks and copies. */
  public Ablation {
    shape = List.copyOf(shape);
    Places places = new Places(shape);
    if (kept < 1 || 2L * kept >= places.count()) {
      throw new BadInputException(
          "ablation keeps at least 1 and less than half of the %d %s of an input, not %d: with half of them a single changed one could not be certified"
              .formatted(places.count(), places.unit(), kept));
    }
    if (!Double.isFinite(fill)) {
      throw new BadInputException("what ablation fills in must be finite, not " + fill);
    }
  }

  /** With the middle of the range at the replaced places. */
  public static Ablation of(int kept, InputSpec input) {
    return of(kept, input, 0.5);
  }

  /**
   * With another value of the range there.
   *
   * @param share where it lies in the range of inputs, in [0, 1]
   */
  public static Ablation of(int kept, InputSpec input, double share) {
    return new Ablation(kept, input.shape(), Places.fill(input, share));
  }

  @Override
  public String name() {
    return "ablation";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("kept", kept);
    settings.put("fill", fill);
    return settings;
  }

  @Override
  public Places.Choice choice() {
    return this::mark;
  }

  /** A set of k places, all equally likely, from k draws (Floyd; Bentley and Floyd 1987). */
  private void mark(RandomStream stream, float[] marks, int offset) {
    int count = new Places(shape).count();
    for (int last = count - kept; last < count; last++) {
      int chosen = offset + stream.below(last + 1);
      marks[marks[chosen] == 0 ? chosen : offset + last] = 1;
    }
  }

  /**
   * ½ + Δ(ρ), right to the last digit. {@code C(d-ρ, k) / C(d, k)} is a product of ρ fractions, and
   * as it stays the same if k and ρ change places, one of k.
   */
  @Override
  public double needed(int changed) {
    int count = new Places(shape).count();
    int factors = Math.min(kept, changed);
    int other = Math.max(kept, changed);
    BigDecimal untouched = BigDecimal.ONE;
    for (int i = 0; i < factors; i++) {
      untouched =
          untouched
              .multiply(BigDecimal.valueOf(Math.max(0, count - other - i)))
              .divide(BigDecimal.valueOf(count - i), MathContext.DECIMAL128);
    }
    return THREE_HALVES.subtract(untouched).doubleValue();
  }
}
