package dev.redoubt.tensor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A stream of random numbers that depends on nothing but its key: (seed, sample id, purpose). Two
 * streams with the same key give the same numbers on every platform, whatever else was drawn before
 * or in parallel.
 */
public final class RandomStream {
  private final UniformRandomProvider source;

  private RandomStream(UniformRandomProvider source) {
    this.source = source;
  }

  /**
   * The stream of a key.
   *
   * @param seed the seed of the run
   * @param sampleId the sample that the draws are for; by convention -1 for draws that belong to no
   *     sample
   * @param purpose what the draws are for, for example {@code pgd/restart-2/start}
   */
  public static RandomStream of(long seed, long sampleId, String purpose) {
    long key = mix(mix(mix(seed) ^ sampleId) ^ hash(purpose));
    long[] state = new long[4];
    for (int i = 0; i < state.length; i++) {
      state[i] = mix(key + i * 0x9e3779b97f4a7c15L);
    }
    return new RandomStream(RandomSource.XO_SHI_RO_256_PP.create(state));
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return source.nextDouble();
  }

  /** Uniform in {@code [0, bound)}. */
  public int below(int bound) {
    return source.nextInt(bound);
  }

  /** Normal with mean 0 and variance 1. */
  public double gaussian() {
    return ZigguratSampler.NormalizedGaussian.of(source).sample();
  }

  /** Fills {@code target[offset ... offset + count - 1]} with uniform values in [low, high). */
  public void fillUniform(float[] target, int offset, int count, double low, double high) {
    for (int i = offset; i < offset + count; i++) {
      target[i] = (float) (low + (high - low) * source.nextDouble());
    }
  }

  /** Fills {@code target[offset ... offset + count - 1]} with standard normal values. */
  public void fillGaussian(float[] target, int offset, int count) {
    Arrays.fill(target, offset, offset + count, 0);
    addGaussian(target, offset, count, 1);
  }

  /**
   * Adds normal values of this deviation to {@code target[offset ... offset + count - 1]}; those
   * that {@link #fillGaussian} would give, times the deviation.
   */
  public void addGaussian(float[] target, int offset, int count, double deviation) {
    new GaussianSource(source.nextLong(), source.nextLong(), source.nextLong(), source.nextLong())
        .add(target, offset, count, (float) deviation);
  }

  /** A random order of {@code 0 .. n-1} (Fisher and Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = source.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * Tells copy {@code number} of copy {@code of} from all other copies, of any depth: 64 bits that
   * look random, but for copy 0 of what is no copy, which is no copy either.
   */
  static long replica(long of, int number) {
    return of == 0 && number == 0 ? 0 : mix(mix(of) ^ number);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** FNV-1a over UTF-8. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
