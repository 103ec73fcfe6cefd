package dev.redoubt.catalog;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that is ready to be asked, and what is known of it.
 *
 * @param model without its defence: as types tell, with gradients, scores or labels alone
 * @param digest SHA-256 (hex) of what was opened; of the address, for services
 * @param labels class names, one a class; numbers where none are known
 * @param facts for people, by name, in the order to show them
 * @param bundle the model as a network of ours, if it is one
 * @param defence what stands around it
 * @param takes the inputs of the whole
 */
public record OpenedModel(
    LabelModel model,
    String digest,
    List<String> labels,
    Map<String, String> facts,
    Optional<ModelBundle> bundle,
    Defence defence,
    InputSpec takes) {
  /** A model without a defence. */
  public OpenedModel(
      LabelModel model,
      String digest,
      List<String> labels,
      Map<String, String> facts,
      Optional<ModelBundle> bundle) {
    this(model, digest, labels, facts, bundle, Defence.NONE, model.input());
  }

  /** Copies. */
  public OpenedModel {
    labels = List.copyOf(labels);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** The same with a defence around it. */
  OpenedModel behind(Defence other, InputSpec outer) {
    return new OpenedModel(model, digest, labels, facts, bundle, other, outer);
  }

  /**
   * The model with its defence.
   *
   * @throws dev.redoubt.BadInputException if the one does not fit the other
   */
  public Pipeline pipeline() {
    List<Stage> stages = defence.stages(takes);
    Watchers.check(stages, model, this::classifierDigest);
    return Pipeline.of(model, stages);
  }

  /** SHA-256 (hex) of the classifier alone, whatever its file says of a defence. */
  public String classifierDigest() {
    return bundle.map(own -> own.withoutDefence().digest()).orElse(digest);
  }
}
