package dev.redoubt.tensor;

/**
 * The random draws of one batch: one stream a sample, keyed by (seed, sample id, purpose), so that
 * a sample's draws do not depend on the batch that it is in.
 *
 * @param seed the seed of the run
 * @param ids the sample ids, one a row
 * @param purpose what the draws are for; see {@link #of(String)}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; ids are as many as the rows
public record Draws(long seed, long[] ids, String purpose) {
  /** Sample ids are smaller than two to this power; what stands above counts copies. */
  private static final int ID_BITS = 44;

  /** The most copies of one sample. */
  public static final int MOST_COPIES = 4096;

  /** No draws at all: for what is not random. */
  public static final Draws NONE = new Draws(0, new long[0], "");

  /** Draws for a finer purpose: {@code d.of("start")} of purpose "pgd" is "pgd/start". */
  public Draws of(String finer) {
    return new Draws(seed, ids, purpose.isEmpty() ? finer : purpose + "/" + finer);
  }

  /** Draws for some of the rows. */
  public Draws rows(int... rows) {
    long[] chosen = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = ids[rows[i]];
    }
    return new Draws(seed, chosen, purpose);
  }

  /**
   * Draws for {@code k} points a sample, block after block. The first block's are these draws
   * themselves, the others' are their own. Copies of copies have their own as well.
   *
   * @param k at most {@value #MOST_COPIES}
   */
  public Draws copies(int k) {
    if (k > MOST_COPIES) {
      throw new IllegalArgumentException(k + " copies, at most " + MOST_COPIES);
    }
    long[] repeated = new long[Math.multiplyExact(k, ids.length)];
    for (int i = 0; i < repeated.length; i++) {
      long id = ids[i % ids.length];
      long outer = id >> ID_BITS;
      repeated[i] = id + ((outer * MOST_COPIES + i / ids.length - outer) << ID_BITS);
    }
    return new Draws(seed, repeated, purpose);
  }

  /** The sample that a row belongs to, also if it is one of several copies. */
  public long sampleId(int row) {
    return ids[row] & ((1L << ID_BITS) - 1);
  }

  /** The stream of one row. */
  public RandomStream stream(int row) {
    return RandomStream.of(seed, ids[row], purpose);
  }

  /** Uniform values in [low, high) with the shape, type and device of {@code x}. */
  public Tensor uniformLike(Tensor x, double low, double high) {
    return fill(x, (stream, target, offset, n) -> stream.fillUniform(target, offset, n, low, high));
  }

  /** Standard normal values with the shape, type and device of {@code x}. */
  public Tensor gaussianLike(Tensor x) {
    return fill(x, RandomStream::fillGaussian);
  }

  /** One uniform value in [0, 1) a row: a vector with the type and device of {@code x}. */
  public Tensor uniformPerSample(Tensor x) {
    float[] values = new float[ids.length];
    for (int row = 0; row < ids.length; row++) {
      values[row] = (float) stream(row).uniform();
    }
    return Scope.tensors(() -> Tensors.of(values, ids.length).like(x));
  }

  private Tensor fill(Tensor x, Filler filler) {
    if (x.rows() != ids.length) {
      throw new IllegalArgumentException(x.rows() + " rows for " + ids.length + " sample ids");
    }
    return Scope.tensors(
        () ->
            Tensors.ofRows(
                    (row, values) -> filler.fill(stream(row), values, 0, values.length), x.shape())
                .like(x));
  }

  private interface Filler {
    void fill(RandomStream stream, float[] target, int offset, int count);
  }
}
