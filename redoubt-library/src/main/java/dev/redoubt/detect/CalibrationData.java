package dev.redoubt.detect;

import dev.redoubt.data.Dataset;
import java.util.Map;

/**
 * The samples that set a detector's thresholds, which are no fair test of it.
 *
 * @param name of the data
 * @param split that they are of
 * @param first id of the first of them
 * @param last id of the last
 */
public record CalibrationData(String name, String split, long first, long last) {
  private static final String KEY = "calibration";

  /** Of a dataset. */
  public static CalibrationData of(Dataset dataset) {
    return new CalibrationData(
        dataset.name(), dataset.split(), dataset.id(0), dataset.id(dataset.size() - 1));
  }

  /** As {@link #into} has written them. */
  static CalibrationData of(Map<String, Object> origin) {
    return new CalibrationData(
        String.valueOf(origin.get(KEY + "_data")),
        String.valueOf(origin.get(KEY + "_split")),
        id(origin, "_first"),
        id(origin, "_last"));
  }

  private static long id(Map<String, Object> origin, String end) {
    return origin.get(KEY + end) instanceof Number number ? number.longValue() : -1;
  }

  /** Writes them among other facts. */
  public void into(Map<String, Object> origin) {
    origin.put(KEY + "_data", name);
    origin.put(KEY + "_split", split);
    origin.put(KEY + "_first", first);
    origin.put(KEY + "_last", last);
  }

  /** How many samples of a dataset are among them. */
  public int shared(Dataset dataset) {
    if (!dataset.name().equals(name) || !dataset.split().equals(split)) {
      return 0;
    }
    int shared = 0;
    for (int i = 0; i < dataset.size(); i++) {
      shared += dataset.id(i) >= first && dataset.id(i) <= last ? 1 : 0;
    }
    return shared;
  }
}
