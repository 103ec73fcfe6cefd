package dev.redoubt.tensor;

/**
 * The random draws of one batch: one stream a sample, keyed by (seed, sample id, purpose), so that
 * a sample's draws do not depend on the batch that it is in.
 *
 * @param seed the seed of the run
 * @param ids the sample ids, one a row
 * @param replicas which copy of its sample each row is, see {@link #copies}; 0 for the sample
 *     itself
 * @param purpose what the draws are for; see {@link #of(String)}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; ids are as many as the rows
public record Draws(long seed, long[] ids, long[] replicas, String purpose) {
  /** The most copies of a row that are drawn for at a time; more would hardly fit into memory. */
  public static final int MOST_COPIES = 4096;

  /** No draws at all: for what is not random. */
  public static final Draws NONE = new Draws(0, new long[0], "");

  /** Draws of samples that are no copies. */
  public Draws(long seed, long[] ids, String purpose) {
    this(seed, ids, new long[ids.length], purpose);
  }

  /** Draws for a finer purpose: {@code d.of("start")} of purpose "pgd" is "pgd/start". */
  public Draws of(String finer) {
    return new Draws(seed, ids, replicas, purpose.isEmpty() ? finer : purpose + "/" + finer);
  }

  /** Draws for some of the rows. */
  public Draws rows(int... rows) {
    long[] chosen = new long[rows.length];
    long[] same = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = ids[rows[i]];
      same[i] = replicas[rows[i]];
    }
    return new Draws(seed, chosen, same, purpose);
  }

  /**
   * Draws for {@code k} points a sample, block after block. The first block's are those of the
   * samples themselves, all others' are their own; so are those of copies of copies, however deep.
   *
   * @param k at most {@value #MOST_COPIES}
   */
  public Draws copies(int k) {
    if (k > MOST_COPIES) {
      throw new IllegalArgumentException(k + " copies, at most " + MOST_COPIES);
    }
    int n = ids.length;
    long[] repeated = new long[Math.multiplyExact(k, n)];
    long[] numbered = new long[repeated.length];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = ids[i % n];
      numbered[i] = RandomStream.replica(replicas[i % n], i / n);
    }
    return new Draws(seed, repeated, numbered, purpose);
  }

  /**
   * Draws for numbered questions about rows, of which one row may have many. Question 0 is drawn
   * for as the row itself is, every other one has draws of its own, whichever questions it stands
   * with.
   *
   * @param rows the row of each question
   * @param numbers which question about its row each is, from 0 on
   */
  public Draws numbered(int[] rows, int[] numbers) {
    Draws chosen = rows(rows);
    long[] numbered = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      numbered[i] = RandomStream.replica(chosen.replicas[i], numbers[i]);
    }
    return new Draws(seed, chosen.ids, numbered, purpose);
  }

  /** The sample that a row belongs to, also if it is one of several copies. */
  public long sampleId(int row) {
    return ids[row];
  }

  /** The stream of one row. */
  public RandomStream stream(int row) {
    return RandomStream.of(seed ^ replicas[row], ids[row], purpose);
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
