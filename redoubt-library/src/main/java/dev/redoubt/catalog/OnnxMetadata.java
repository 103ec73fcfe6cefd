package dev.redoubt.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.data.ClassNames;
import dev.redoubt.model.onnx.ImportedNetwork;
import java.util.List;
import java.util.Optional;

/** What an ONNX file that Redoubt has written says besides its graph; others say nothing of it. */
final class OnnxMetadata {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OnnxMetadata() {}

  /** Class names; numbers where the file has none that fit. */
  static List<String> labels(ImportedNetwork imported) {
    return list(imported, "labels", new TypeReference<List<String>>() {})
        .filter(names -> names.size() == imported.classes())
        .orElseGet(() -> ClassNames.numbers(imported.classes()));
  }

  /** The smallest and largest value of an input. */
  static Optional<ModelOptions.Range> range(ImportedNetwork imported) {
    return list(imported, "input_range", new TypeReference<List<Double>>() {})
        .filter(range -> range.size() == 2 && range.stream().allMatch(Double::isFinite))
        .filter(range -> range.get(0) < range.get(1))
        .map(range -> new ModelOptions.Range(range.get(0), range.get(1)));
  }

  private static <T> Optional<List<T>> list(
      ImportedNetwork imported, String key, TypeReference<List<T>> type) {
    String text = imported.metadata().get(key);
    if (text == null) {
      return Optional.empty();
    }
    try {
      List<T> values = JSON.readValue(text, type);
      return values == null || values.contains(null) ? Optional.empty() : Optional.of(values);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // another program's metadata under the same name
    }
  }
}
