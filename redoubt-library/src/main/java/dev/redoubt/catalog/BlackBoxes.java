package dev.redoubt.catalog;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.AdaptedModel;
import dev.redoubt.model.InputAdapter;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelProviders;
import dev.redoubt.model.ModelRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Models behind a scheme, of which no more is known than what they answer. */
final class BlackBoxes {
  private BlackBoxes() {}

  static OpenedModel open(String spec, ModelOptions options) {
    Map<String, String> settings = new LinkedHashMap<>(options.settings());
    if (spec.startsWith("http")) { // a service does not say how many classes it knows
      options.classes().ifPresent(count -> settings.putIfAbsent("classes", count.toString()));
    }
    Optional<InputSpec> inner = options.innerShape().map(options::input);
    LabelModel box = ModelProviders.open(ModelRequest.parse(spec, inner, settings));
    InputAdapter adapter = options.adapter(box.name(), box.input().shape());
    LabelModel model = AdaptedModel.of(box, adapter, box.input().low(), box.input().high());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "black box " + spec.substring(0, spec.indexOf(':')));
    List<String> labels = IntStream.range(0, model.classes()).mapToObj(Integer::toString).toList();
    return new OpenedModel(model, Digests.ofText(spec + options), labels, facts, Optional.empty());
  }
}
