package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another dataset's samples with other labels, such as what a model says of them. */
public final class Relabelled implements Dataset {
  private final Dataset base;
  private final int[] labels;
  private volatile @Nullable String digest;

  /**
   * The same samples in the same order.
   *
   * @param labels index of a class for each sample
   * @throws BadInputException if there are not as many labels as samples, or one is no class of the
   *     data
   */
  public Relabelled(Dataset base, int... labels) {
    if (labels.length != base.size()) {
      throw new BadInputException(
          "there are %d labels for %d samples of %s"
              .formatted(labels.length, base.size(), base.name()));
    }
    for (int label : labels) {
      if (label < 0 || label >= base.classes().size()) {
        throw new BadInputException(
            "label %d is no class of %s, which has %d"
                .formatted(label, base.name(), base.classes().size()));
      }
    }
    this.base = base;
    this.labels = labels.clone();
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
    return base.size();
  }

  @Override
  public long id(int index) {
    return base.id(index);
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public void read(int index, float[] target, int offset) {
    base.read(index, target, offset);
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
