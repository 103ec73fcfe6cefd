package dev.redoubt.detect;

import dev.redoubt.data.Dataset;
import java.util.Map;

/**
 * Samples that a detector has seen, which are no fair test of it.
 *
 * @param name of the data
 * @param split that they are of
 * @param first id of the first of them
 * @param last id of the last
 * @param step from one id to the next
 */
public record SampleRange(String name, String split, long first, long last, long step) {
  /** Of a dataset whose ids are evenly spaced. */
  public static SampleRange of(Dataset dataset) {
    int size = dataset.size();
    return new SampleRange(
        dataset.name(),
        dataset.split(),
        dataset.id(0),
        dataset.id(size - 1),
        size > 1 ? Math.max(1, dataset.id(1) - dataset.id(0)) : 1);
  }

  /** As {@link #into} has written it. */
  static SampleRange of(String key, Map<String, Object> origin) {
    return new SampleRange(
        String.valueOf(origin.get(key + "_data")),
        String.valueOf(origin.get(key + "_split")),
        id(origin, key + "_first"),
        id(origin, key + "_last"),
        Math.max(1, id(origin, key + "_step")));
  }

  private static long id(Map<String, Object> origin, String name) {
    return origin.get(name) instanceof Number number ? number.longValue() : -1;
  }

  /**
   * Writes it among other facts.
   *
   * @param key what the samples were for
   */
  public void into(String key, Map<String, Object> origin) {
    origin.put(key + "_data", name);
    origin.put(key + "_split", split);
    origin.put(key + "_first", first);
    origin.put(key + "_last", last);
    origin.put(key + "_step", step);
  }

  /**
   * How many samples of a dataset are among them. Where one is of a split and the other of the
   * whole, ids don't compare, and all of them may be.
   */
  public int shared(Dataset dataset) {
    int shared = 0;
    for (int i = 0; i < dataset.size(); i++) {
      shared += holds(dataset, i) ? 1 : 0;
    }
    return shared;
  }

  /** Whether the sample at an index of a dataset is, or may be, among them. */
  public boolean holds(Dataset dataset, int index) {
    if (!dataset.name().equals(name)) {
      return false;
    }
    if (!dataset.split().equals(split)) {
      return split.equals("all") || dataset.split().equals("all");
    }
    long id = dataset.id(index);
    return id >= first && id <= last && (id - first) % step == 0;
  }
}
