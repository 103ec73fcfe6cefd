package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another dataset's samples with other labels, such as what a model says of them. */
public final class Relabelled implements Dataset {
  private final Dataset base;
  private final List<String> classes;
  private final int[] labels;
  private volatile @Nullable String digest;

  /**
   * The same samples in the same order.
   *
   * @param classes names of the classes
   * @param labels index of a class for each sample
   * @throws BadInputException if there are not as many labels as samples, or one is no class
   */
  public Relabelled(Dataset base, List<String> classes, int... labels) {
    if (labels.length != base.size()) {
      throw new BadInputException(
          "there are %d labels for %d samples of %s"
              .formatted(labels.length, base.size(), base.name()));
    }
    for (int label : labels) {
      if (label < 0 || label >= classes.size()) {
        throw new BadInputException(
            "label %d of %s is none of %d classes".formatted(label, base.name(), classes.size()));
      }
    }
    this.base = base;
    this.classes = List.copyOf(classes);
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
    return classes;
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
