package dev.redoubt.catalog;

import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelBundle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is ready to be asked, and what is known of it.
 *
 * @param model as types tell, with gradients, scores or labels alone
 * @param digest SHA-256 (hex) of what was opened; of the address, for services
 * @param labels class names, one a class; numbers where none are known
 * @param facts for people, by name, in the order to show them
 * @param bundle the model as a network of ours, if it is one
 */
public record OpenedModel(
    LabelModel model,
    String digest,
    List<String> labels,
    Map<String, String> facts,
    Optional<ModelBundle> bundle) {
  /** Copies. */
  public OpenedModel {
    labels = List.copyOf(labels);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
