package dev.redoubt.data;

import java.util.List;

/**
 * Labelled samples in pixel space, in a fixed order. Immutable and safe to read from several
 * threads.
 *
 * <p>A sample is known by its <em>id</em>: its index in the full split. A view (a limit, an offset,
 * a shuffle) keeps the ids, so that everything keyed by them stays the same.
 */
public interface Dataset {
  /** The name that reports show, for example {@code mnist}. */
  String name();

  /** The split that the samples come from: {@code train} or {@code test}. */
  String split();

  /** Shape and value range of one sample. */
  InputSpec input();

  /** Class names; a label is an index into this list. */
  List<String> classes();

  /** Number of samples. */
  int size();

  /** The id of the sample at {@code index}: its index in the full split. */
  long id(int index);

  /** The label of the sample at {@code index}, in {@code [0, classes().size())}. */
  int label(int index);

  /**
   * Copies the sample at {@code index} into {@code target[offset ...]}, {@code input().features()}
   * values in channel-height-width order, each within the declared range.
   */
  void read(int index, float[] target, int offset);

  /** SHA-256 (hex) over shape, labels and pixels of all samples, for provenance. */
  String digest();
}
