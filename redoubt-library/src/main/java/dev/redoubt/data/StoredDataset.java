package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the datasets held in memory share: all but the pixels. */
abstract class StoredDataset implements Dataset {
  private final DatasetInfo info;
  private final int[] labels;
  private volatile @Nullable String digest;

  /** Checks the labels and that there are {@code values} values, as many as they need. */
  StoredDataset(DatasetInfo info, int[] labels, int values) {
    this.info = info;
    this.labels = labels.clone();
    if (labels.length == 0) {
      throw new BadInputException(info.name() + " (" + info.split() + ") has no samples");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= info.classes().size()) {
        throw new BadInputException(
            "%s: label %d is out of range, expected 0 to %d"
                .formatted(sample(info, i), labels[i], info.classes().size() - 1));
      }
    }
    long expected = (long) labels.length * info.input().features();
    if (values != expected) {
      throw new BadInputException(
          "%s (%s) has %d values, expected %d for %d labels and shape %s"
              .formatted(
                  info.name(),
                  info.split(),
                  values,
                  expected,
                  labels.length,
                  info.input().shape()));
    }
  }

  /** How a message names a sample. */
  static String sample(DatasetInfo info, int index) {
    return "sample " + index + " of " + info.name() + " (" + info.split() + ")";
  }

  @Override
  public final String name() {
    return info.name();
  }

  @Override
  public final String split() {
    return info.split();
  }

  @Override
  public final InputSpec input() {
    return info.input();
  }

  @Override
  public final List<String> classes() {
    return info.classes();
  }

  @Override
  public final int size() {
    return labels.length;
  }

  @Override
  public final long id(int index) {
    return checkIndex(index);
  }

  @Override
  public final int label(int index) {
    return labels[index];
  }

  @Override
  public final String digest() {
    String known = digest;
    if (known == null) {
      known = DatasetDigest.of(this);
      digest = known;
    }
    return known;
  }

  final int checkIndex(int index) {
    return Objects.checkIndex(index, labels.length);
  }
}
