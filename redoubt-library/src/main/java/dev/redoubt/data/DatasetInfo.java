package dev.redoubt.data;

import java.util.List;

/**
 * What a dataset is, apart from its samples.
 *
 * @param name the name that reports show, for example {@code mnist}
 * @param split {@code train}, {@code test} or {@code all}
 * @param input shape and value range of one sample
 * @param classes class names; a label is an index into this list
 */
public record DatasetInfo(String name, String split, InputSpec input, List<String> classes) {
  /** Copies the list. */
  public DatasetInfo {
    classes = List.copyOf(classes);
  }
}
