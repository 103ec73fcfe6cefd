package dev.redoubt.diffusion;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a sample {@code x₀} in [-1, 1] turns into noise: {@code x_k = √ᾱ_k x₀ + √(1-ᾱ_k) ε} with
 * standard normal ε (Ho et al. 2020, equation 4). There are two clocks. Steps k run from 0 (the
 * sample) to {@link #steps}; time t = k / steps runs from 0 to 1, and the process in it is the
 * variance-preserving SDE {@code dx = -½β(t) x dt + √β(t) dw} (Song et al. 2021, equation 11).
 *
 * @param form of the curve
 * @param steps of the discrete process, from 2 to {@value #MOST_STEPS}
 */
public record NoiseSchedule(Form form, int steps) {
  /** No schedule has more. */
  static final int MOST_STEPS = 100_000;

  /** Ho et al. 2020, section 4: for 1,000 steps; fewer steps are larger ones. */
  private static final double FIRST = 0.1;

  private static final double LAST = 20;

  /** Nichol and Dhariwal 2021, section 3.2. */
  private static final double OFFSET = 0.008;

  private static final double LARGEST = 0.999;

  /** The curve of the noise. */
  public enum Form {
    /** β rises evenly (Ho et al. 2020). */
    @JsonProperty("linear")
    LINEAR,
    /** √ᾱ falls like a cosine (Nichol and Dhariwal 2021, equation 17). */
    @JsonProperty("cosine")
    COSINE;

    /** What the command line calls it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The form of a name.
     *
     * @throws BadInputException if there is none
     */
    public static Form named(String name) {
      List<String> names = Arrays.stream(values()).map(Form::text).toList();
      if (!names.contains(name)) {
        throw Suggestion.unknown("noise schedule", name, names);
      }
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** Checks. */
  public NoiseSchedule {
    if (steps < 2 || steps > MOST_STEPS) {
      throw new BadInputException(
          "a noise schedule wants from 2 to %,d steps, not %,d".formatted(MOST_STEPS, steps));
    }
  }

  /**
   * β_k, the variance that step k adds.
   *
   * @param k from 1 to {@link #steps}
   */
  public double beta(int k) {
    checked(k, 1);
    double beta =
        switch (form) {
          case LINEAR -> (FIRST + (LAST - FIRST) * (k - 1.0) / (steps - 1)) / steps;
          case COSINE -> 1 - cosine((double) k / steps) / cosine((k - 1.0) / steps);
        };
    return Math.min(beta, LARGEST);
  }

  /**
   * ᾱ_k = Π (1 - β_i), the share of the variance that is the sample's after k steps.
   *
   * @param k from 0 to {@link #steps}
   */
  public double alphaBar(int k) {
    checked(k, 0);
    double product = 1;
    for (int i = 1; i <= k; i++) {
      product *= 1 - beta(i);
    }
    return product;
  }

  private void checked(int k, int least) {
    if (k < least || k > steps) {
      throw new IllegalArgumentException("step " + k + " of " + steps);
    }
  }

  /**
   * β(t) of the SDE.
   *
   * @param t in [0, 1]; for the cosine less than 1, where it is infinite
   */
  public double rate(double t) {
    return switch (form) {
      case LINEAR -> FIRST + (LAST - FIRST) * t;
      case COSINE -> Math.PI / (1 + OFFSET) * Math.tan(angle(t));
    };
  }

  /** ᾱ(t) = exp(-∫β) of the SDE. */
  public double alphaBar(double t) {
    return switch (form) {
      case LINEAR -> Math.exp(-0.5 * (LAST - FIRST) * t * t - FIRST * t);
      case COSINE -> cosine(t) / cosine(0);
    };
  }

  private static double cosine(double t) {
    double root = Math.cos(angle(t));
    return root * root;
  }

  private static double angle(double t) {
    return (t + OFFSET) / (1 + OFFSET) * Math.PI / 2;
  }

  /** √(1-ᾱ_k) / √ᾱ_k: the deviation of the noise beside a sample of unit weight. */
  public double noiseToSignal(int k) {
    double signal = alphaBar(k);
    return Math.sqrt((1 - signal) / signal);
  }

  /**
   * The first step with at least so much noise beside a sample of unit weight (Carlini et al. 2023,
   * algorithm 1); empty if no step has as much.
   *
   * @param sigma in the space of [-1, 1]
   */
  public OptionalInt stepOf(double sigma) {
    double signal = 1;
    for (int k = 1; k <= steps; k++) {
      signal *= 1 - beta(k);
      if (Math.sqrt((1 - signal) / signal) >= sigma) {
        return OptionalInt.of(k);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * The posterior {@code q(x_j | x_k, x₀)} of an earlier step: normal with mean {@code start · x₀ +
   * noisy · x_k} and deviation {@code deviation} (Ho et al. 2020, equations 6 and 7; for j = k - 1
   * these are theirs).
   *
   * @param j from 0 to k - 1
   * @param k the later step
   */
  public Posterior posterior(int j, int k) {
    double earlier = alphaBar(j);
    double later = alphaBar(k);
    double kept = later / earlier;
    return new Posterior(
        Math.sqrt(earlier) * (1 - kept) / (1 - later),
        Math.sqrt(kept) * (1 - earlier) / (1 - later),
        Math.sqrt((1 - kept) * (1 - earlier) / (1 - later)));
  }

  /** Weights of a posterior's mean, and its deviation. */
  public record Posterior(double start, double noisy, double deviation) {}
}
