package dev.redoubt.report;

import java.util.List;
import java.util.Map;

/**
 * One setting as text.
 *
 * @param name in words
 * @param value the value
 */
record Setting(String name, String value) {
  /** All settings, in order. */
  static List<Setting> of(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(entry -> new Setting(entry.getKey().replace('_', ' '), text(entry.getValue())))
        .toList();
  }

  /** What a training run took. */
  static List<Setting> ofRun(int epochs, int keptEpoch, double seconds) {
    return List.of(
        new Setting("epochs", Numbers.count(epochs)),
        new Setting("delivered", "epoch " + Numbers.count(keptEpoch)),
        new Setting("time", Numbers.duration(seconds)));
  }

  private static String text(Object value) {
    boolean decimal = value instanceof Double || value instanceof Float;
    return decimal ? Numbers.number(((Number) value).doubleValue()) : String.valueOf(value);
  }

  @Override
  public String toString() {
    return name + " " + value;
  }
}
