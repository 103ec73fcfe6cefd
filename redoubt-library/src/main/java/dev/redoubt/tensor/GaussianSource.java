package dev.redoubt.tensor;

/**
 * Standard normal floats by the ziggurat of Marsaglia and Tsang (2000), with a layer and a place in
 * it that share no bits (Doornik 2005), from xoshiro256++ (Blackman and Vigna 2021). Half of each
 * 64 random bits makes one value: 8 bits for the layer, 24 for sign and place, so that values lie
 * on grids of 2^-24 of a layer's width.
 *
 * <p>Certification draws some 10⁸ values a second. This takes two thirds of the time of the library
 * that all other draws come from.
 */
final class GaussianSource {
  private static final int LAYERS = 256;
  private static final int PLACES = 1 << 24;

  /** Where the tail begins, and the area of each layer. */
  private static final double TAIL = 3.654152885361009;

  private static final double AREA = 0.00492867323399;

  /** Right ends of the layers; the lowest one's is that of a box as large as it and the tail. */
  private static final double[] ENDS = ends();

  private static final double[] DENSITIES = densities();
  private static final float[] SCALES = scales();

  /** Places below this lie under the curve whatever the height. */
  private static final int[] INNER = inner();

  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /** A source; the state must not be all zeros. */
  GaussianSource(long s0, long s1, long s2, long s3) {
    this.s0 = s0;
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
  }

  /**
   * Adds {@code scale} times a value each to {@code target[offset ... offset + count - 1]}.
   *
   * <p>The state is in local variables here, as {@link #next} would write it to memory for each
   * word.
   */
  void add(float[] target, int offset, int count, float scale) {
    float[] scales = SCALES;
    int[] inner = INNER;
    long a = s0;
    long b = s1;
    long c = s2;
    long d = s3;
    int end = offset + count;
    for (int i = offset; i < end; i += 2) {
      long bits = Long.rotateLeft(a + d, 23) + a;
      long shifted = b << 17;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = Long.rotateLeft(d, 45);
      int first = (int) bits;
      int second = (int) (bits >>> 32);
      int place = (first >> 7) | 1;
      int nextPlace = (second >> 7) | 1;
      int layer = first & 255;
      int nextLayer = second & 255;
      float value = place * scales[layer];
      float nextValue = nextPlace * scales[nextLayer];
      if (Math.abs(place) >= inner[layer] || Math.abs(nextPlace) >= inner[nextLayer]) {
        s0 = a;
        s1 = b;
        s2 = c;
        s3 = d;
        value = (float) edge(place, layer);
        nextValue = (float) edge(nextPlace, nextLayer);
        a = s0;
        b = s1;
        c = s2;
        d = s3;
      }
      target[i] += scale * value;
      if (i + 1 < end) {
        target[i + 1] += scale * nextValue;
      }
    }
    s0 = a;
    s1 = b;
    s2 = c;
    s3 = d;
  }

  private long next() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long shifted = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  /** In (0, 1). */
  private double uniform() {
    return ((next() >>> 12) + 0.5) * 0x1.0p-52;
  }

  /**
   * A place where a layer's box reaches beyond the curve: kept, replaced by the tail, or redrawn.
   */
  private double edge(int place, int layer) {
    while (true) {
      double x = place * (ENDS[layer] / PLACES);
      if (Math.abs(place) < INNER[layer]) {
        return x;
      }
      if (layer == 0) {
        return place < 0 ? -tail() : tail();
      }
      double height = DENSITIES[layer] + uniform() * (DENSITIES[layer + 1] - DENSITIES[layer]);
      if (height < Math.exp(-0.5 * x * x)) {
        return x;
      }
      int bits = (int) (next() >>> 32);
      place = (bits >> 7) | 1;
      layer = bits & 255;
    }
  }

  /** A value beyond the last layer (Marsaglia 1964). */
  private double tail() {
    while (true) {
      double x = -Math.log(uniform()) / TAIL;
      if (-2 * Math.log(uniform()) > x * x) {
        return TAIL + x;
      }
    }
  }

  private static double density(double x) {
    return Math.exp(-0.5 * x * x);
  }

  private static double[] ends() {
    double[] ends = new double[LAYERS + 1];
    ends[0] = AREA / density(TAIL);
    ends[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      ends[i] = Math.sqrt(-2 * Math.log(AREA / ends[i - 1] + density(ends[i - 1])));
    }
    return ends;
  }

  private static double[] densities() {
    double[] densities = new double[LAYERS + 1];
    for (int i = 0; i <= LAYERS; i++) {
      densities[i] = density(ENDS[i]);
    }
    return densities;
  }

  private static float[] scales() {
    float[] scales = new float[LAYERS];
    for (int i = 0; i < LAYERS; i++) {
      scales[i] = (float) (ENDS[i] / PLACES);
    }
    return scales;
  }

  private static int[] inner() {
    int[] inner = new int[LAYERS];
    for (int i = 0; i < LAYERS; i++) {
      inner[i] = (int) (ENDS[i + 1] / ENDS[i] * PLACES);
    }
    return inner;
  }
}
