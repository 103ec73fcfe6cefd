package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.score.FeatureSqueezing;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The squeezers of feature squeezing in words: stages joined by +, their values behind colons, as
 * in {@code bit-depth:5+median:2+nlm:11:3:4/255}.
 */
final class Squeezers {
  /** For black and white digits (Xu et al. 2018, table IV). */
  private static final String GREY = "bit-depth:1+median:2";

  /** For colours (the same). */
  private static final String COLOUR = "bit-depth:5+median:2+nlm:11:3:4/255";

  private Squeezers() {}

  /** The detector with given squeezers, or else with those of the paper. */
  static FeatureSqueezing detector(Optional<String> squeezers, InputSpec input) {
    return detector(
        squeezers.orElse(input.isImage() && input.shape().get(0) == 1 ? GREY : COLOUR), input);
  }

  /**
   * The detector with squeezers.
   *
   * @throws BadInputException if one of them is unknown, takes no such inputs or changes no input
   */
  static FeatureSqueezing detector(String squeezers, InputSpec input) {
    List<Purifier> made = new ArrayList<>();
    for (String part : squeezers.split("\\+", -1)) {
      int colon = part.indexOf(':');
      String name = colon < 0 ? part : part.substring(0, colon);
      String values = colon < 0 ? "" : part.substring(colon + 1).replace(':', ',');
      StageSpec spec = StageSpec.parse(name.strip(), values);
      if (!spec.arguments().files().isEmpty()) {
        throw new BadInputException(
            "squeezer %s of detector %s would have to keep a file, which squeezers can't"
                .formatted(name, FeatureSqueezing.KIND));
      }
      Stage stage = spec.kind().maker().make(spec.arguments(), input, Map.of());
      if (!(stage instanceof Purifier purifier)) {
        throw new BadInputException(
            "detector %s wants squeezers, which change one input to one, and %s is none"
                .formatted(FeatureSqueezing.KIND, name));
      }
      made.add(purifier);
    }
    return new FeatureSqueezing(made, squeezers);
  }
}
