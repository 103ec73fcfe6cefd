package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.fit.Lessons;
import dev.redoubt.model.Layer;
import java.util.List;
import java.util.Map;

/**
 * A detector with its values, ready to be fitted.
 *
 * @param kind of detector
 * @param arguments its values
 * @param files what the files among them hold, by name
 */
public record DetectorSpec(DetectorKind kind, Arguments arguments, Map<String, byte[]> files) {
  /**
   * Reads {@code NAME} or {@code NAME:VALUE,PARAMETER=VALUE}, and the files that it speaks of.
   *
   * @throws BadInputException if there is no such detector or parameter, or a file can't be read
   */
  public static DetectorSpec parse(String text) {
    int colon = text.indexOf(':');
    DetectorKind kind = Detectors.named((colon < 0 ? text : text.substring(0, colon)).strip());
    String owner = "detector " + kind.name();
    String values = colon < 0 ? "" : text.substring(colon + 1);
    Arguments arguments = Arguments.parse(owner, kind.parameters(), values, ',', Map.of());
    return new DetectorSpec(kind, arguments, arguments.readFiles());
  }

  /**
   * Refuses layers that a classifier does not have, before anything long is done.
   *
   * @param shown the layers that it shows
   */
  public void check(List<Layer> shown) {
    List<String> names = shown.stream().map(Layer::name).toList();
    for (String parameter : List.of("layers", "layer")) {
      String text = arguments.textIfGiven(parameter).orElse("");
      for (String layer : text.isEmpty() ? new String[0] : text.split("\\+", -1)) {
        if (!names.contains(layer)) {
          throw Suggestion.unknown("layer", layer, names);
        }
      }
    }
  }

  /**
   * Fits it.
   *
   * @throws BadInputException if a value is out of range, or something to learn from is missing
   */
  public Score fit(Lessons lessons) {
    return kind.maker().fit(arguments, files, lessons);
  }
}
