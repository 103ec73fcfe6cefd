package dev.redoubt.data.roadsigns;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** The random numbers of one sample for one purpose; no other sample or purpose moves them. */
final class Draws {
  /** What a stream of numbers is for. */
  enum Purpose {
    CONDITIONS,
    POSE,
    BACKGROUND,
    OCCLUSION,
    LIGHT,
    LENS,
    NOISE
  }

  /** 1 / standard deviation of the sum of four uniforms on [0, 1]. */
  private static final double INVERSE_DEVIATION = Math.sqrt(3);

  private final UniformRandomProvider random;

  /** A stream keyed by all four. */
  Draws(long seed, String split, int index, Purpose purpose) {
    long key = mix(mix(mix(mix(seed) + split.hashCode()) + index) + purpose.name().hashCode());
    this.random = RandomSource.XO_SHI_RO_256_PP.create(key);
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Uniform in (-spread, spread). */
  double around(double spread) {
    return between(-spread, spread);
  }

  /** True with this probability. */
  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Uniform in 0 … bound − 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /**
   * Bell-shaped with mean 0 and standard deviation 1: the sum of four 16-bit uniforms. A sampler of
   * the exact normal law would call {@code Math.exp}, whose last bit depends on the platform.
   */
  double bell() {
    long bits = random.nextLong();
    long sum =
        (bits & 0xffff) + ((bits >>> 16) & 0xffff) + ((bits >>> 32) & 0xffff) + (bits >>> 48);
    return (sum / 65535.0 - 2) * INVERSE_DEVIATION;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
