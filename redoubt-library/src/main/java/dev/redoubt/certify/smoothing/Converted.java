package dev.redoubt.certify.smoothing;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The same smoothing with its radius in another norm, by the relation of the norms alone: in d
 * dimensions {@code ‖δ‖_p ≤ d^max(0, 1/p - 1/q) ‖δ‖_q}. An L2 radius r is r in L1 and r/√d in Linf;
 * an L1 radius r is r/√d in L2 and r/d in Linf. These are lower bounds of what the smoothing
 * guarantees in the other norm, and often far from it.
 *
 * @param inner whose radius is known, in L1, L2 or Linf
 * @param norm the other norm, of the same three
 * @param features d, values of one input
 */
public record Converted(Smoothing inner, Norm norm, int features) implements Smoothing {
  /**
   * Checks.
   *
   * @throws BadInputException if no lower bound is known, in one sentence
   */
  public Converted {
    if (features < 1) {
      throw new IllegalArgumentException(features + " features");
    }
    if (norm.equals(inner.norm())) {
      throw new BadInputException(
          "smoothing %s has its radii in %s already".formatted(inner.name(), norm.name()));
    }
    if (Double.isNaN(reciprocal(norm)) || Double.isNaN(reciprocal(inner.norm()))) {
      throw new BadInputException(
          "smoothing %s gives radii in %s, and none in %s follow from those: %s"
              .formatted(
                  inner.name(),
                  inner.norm().name(),
                  norm.name(),
                  "changes of few values may be large, and small ones may be of all values"));
    }
  }

  /** The smoothing itself if its radii are in the norm, else converted. */
  public static Smoothing to(Norm norm, Smoothing smoothing, int features) {
    return norm.equals(smoothing.norm()) ? smoothing : new Converted(smoothing, norm, features);
  }

  /** 1/p of an Lp norm; NaN for L0, which is none. */
  private static double reciprocal(Norm norm) {
    if (norm instanceof L1) {
      return 1;
    }
    if (norm instanceof L2) {
      return 0.5;
    }
    return norm instanceof Linf ? 0 : Double.NaN;
  }

  /** The power of d that the inner radius is divided by. */
  private double exponent() {
    return Math.max(0, reciprocal(inner.norm()) - reciprocal(norm));
  }

  /** What the inner radius is divided by: 1, √d or d. */
  public double divisor() {
    return Math.pow(features, exponent());
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(inner.settings());
    settings.put("converted_to", norm.name());
    return settings;
  }

  @Override
  public Optional<String> conversion() {
    String from = inner.norm().name();
    String to = norm.name();
    if (exponent() == 0) {
      return Optional.of(
          "radii in %s are those in %s, for no change is smaller in %s".formatted(to, from, to));
    }
    return Optional.of(
        "radii in %s follow from those in %s by dividing by %s%d"
            .formatted(to, from, exponent() == 0.5 ? "√" : "", features));
  }

  @Override
  public double sigma() {
    return inner.sigma();
  }

  @Override
  public Tensor randomize(Tensor x, Draws draws) {
    return inner.randomize(x, draws);
  }

  @Override
  public void randomize(float[] values, RandomStream stream) {
    inner.randomize(values, stream);
  }

  @Override
  public double radius(double p) {
    return inner.radius(p) / divisor();
  }

  @Override
  public double probability(double radius) {
    return inner.probability(radius * divisor());
  }
}
