package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.ClassNames;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.AdaptedModel;
import dev.redoubt.model.InputAdapter;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelProviders;
import dev.redoubt.model.ModelRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Models behind a scheme, of which no more is known than what they answer. */
final class BlackBoxes {
  private BlackBoxes() {}

  static OpenedModel open(String spec, ModelOptions options) {
    if (options.arch().isPresent() || !options.renames().isEmpty()) {
      throw new BadInputException("--arch and --map are for weights alone, not for black boxes");
    }
    Map<String, String> settings = new LinkedHashMap<>(options.settings());
    if (spec.toLowerCase(Locale.ROOT)
        .startsWith("http")) { // a service does not say how many classes it knows
      options.classes().ifPresent(count -> settings.putIfAbsent("classes", count.toString()));
    }
    Optional<InputSpec> inner = options.innerShape().map(options::input);
    LabelModel box = ModelProviders.open(ModelRequest.parse(spec, inner, settings));
    InputAdapter adapter = options.adapter(box.name(), box.input().shape());
    LabelModel model = AdaptedModel.of(box, adapter, box.input().low(), box.input().high());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "black box " + spec.substring(0, spec.indexOf(':')));
    List<String> labels = ClassNames.numbers(model.classes());
    return new OpenedModel(model, digest(spec, options), labels, facts, Optional.empty());
  }

  /** Over the content, where there is a file; so that a run goes on with the same model only. */
  private static String digest(String spec, ModelOptions options) {
    Path file = path(spec.substring(spec.indexOf(':') + 1));
    return Files.isRegularFile(file)
        ? Digests.ofFile(file, spec + options)
        : Digests.ofText(spec + options);
  }

  private static Path path(String location) {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      return Path.of(""); // an address
    }
  }
}
