package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A selection of another dataset's samples, in a given order, with the ids that they had there. */
public final class DatasetView implements Dataset {
  private final Dataset base;
  private final int[] indices;
  private volatile @Nullable String digest;

  private DatasetView(Dataset base, int[] indices) {
    this.base = base;
    this.indices = indices;
  }

  /**
   * The samples of {@code base} at {@code indices}, in that order.
   *
   * @throws IndexOutOfBoundsException if an index is outside {@code [0, base.size())}
   */
  public static Dataset select(Dataset base, int... indices) {
    for (int index : indices) {
      Objects.checkIndex(index, base.size());
    }
    return new DatasetView(base, indices.clone());
  }

  /**
   * At most {@code limit} samples from index {@code offset} on; fewer if the dataset ends before.
   *
   * @throws BadInputException if the offset is negative or past the last sample, or the limit is
   *     not positive
   */
  public static Dataset slice(Dataset base, int offset, int limit) {
    if (offset < 0 || offset >= base.size()) {
      throw new BadInputException(
          "offset %d is out of range, %s (%s) has %d samples"
              .formatted(offset, base.name(), base.split(), base.size()));
    }
    if (limit <= 0) {
      throw new BadInputException("limit " + limit + " must be positive");
    }
    int count = Math.min(limit, base.size() - offset);
    if (count == base.size()) {
      return base;
    }
    return new DatasetView(base, IntStream.range(offset, offset + count).toArray());
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public String split() {
    return base.split();
  }

  @Override
  public InputSpec input() {
    return base.input();
  }

  @Override
  public List<String> classes() {
    return base.classes();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public long id(int index) {
    return base.id(indices[index]);
  }

  @Override
  public int label(int index) {
    return base.label(indices[index]);
  }

  @Override
  public void read(int index, float[] target, int offset) {
    base.read(indices[index], target, offset);
  }

  @Override
  public String digest() {
    String known = digest;
    if (known == null) {
      known = DatasetDigest.of(this);
      digest = known;
    }
    return known;
  }
}
