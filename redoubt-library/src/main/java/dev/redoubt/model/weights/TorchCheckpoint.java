package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import dev.redoubt.model.weights.PickleValue.Dictionary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the state dict in what {@code torch.save} was given, and decodes its tensors. */
final class TorchCheckpoint {
  /** Where training code keeps the state dict beside epochs and optimisers. */
  private static final List<String> USUAL =
      List.of("state_dict", "model", "model_state_dict", "net");

  private static final int MOST_KEYS_SHOWN = 20;

  private TorchCheckpoint() {}

  /**
   * The tensors of the state dict by name.
   *
   * @param saved the value of the pickle
   * @param source the file, for messages
   * @throws BadInputException if there is no single dictionary of tensors
   */
  static Map<String, TensorView> stateDict(Object saved, String source) {
    if (!(saved instanceof Dictionary top)) {
      throw new BadInputException(
          "%s holds %s, expected a dictionary of tensors"
              .formatted(source, PickleValue.describe(saved)));
    }
    Optional<Map<String, TensorView>> direct = tensors(top);
    if (direct.isPresent()) {
      return direct.get();
    }
    Map<String, Map<String, TensorView>> nested = new LinkedHashMap<>();
    for (String key : USUAL) {
      top.get(key)
          .flatMap(v -> v instanceof Dictionary inner ? tensors(inner) : Optional.empty())
          .ifPresent(found -> nested.put(key, found));
    }
    if (nested.size() == 1) {
      return nested.values().iterator().next();
    }
    throw new BadInputException(
        nested.isEmpty()
            ? "%s holds no dictionary of tensors, neither itself nor under %s: its keys are %s"
                .formatted(source, String.join(", ", USUAL), keys(top))
            : "%s holds several dictionaries of tensors (%s): save the one to be used alone"
                .formatted(source, String.join(", ", nested.keySet())));
  }

  /** The dictionary if it holds tensors under names, at least one, and nothing else. */
  private static Optional<Map<String, TensorView>> tensors(Dictionary dictionary) {
    Map<String, TensorView> found = new LinkedHashMap<>();
    for (int i = 0; i < dictionary.keys().size(); i++) {
      if (!(dictionary.keys().get(i) instanceof String name)
          || !(dictionary.values().get(i) instanceof TensorView view)) {
        return Optional.empty();
      }
      found.put(name, view);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  private static String keys(Dictionary dictionary) {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_KEYS_SHOWN, dictionary.keys().size()); i++) {
      Object key = dictionary.keys().get(i);
      String name =
          key instanceof String text
              ? "'" + Excerpt.of(text) + "'"
              : key instanceof Number number ? number.toString() : PickleValue.describe(key);
      shown.add(name + " (" + PickleValue.describe(dictionary.values().get(i)) + ")");
    }
    int more = dictionary.keys().size() - shown.size();
    return (shown.isEmpty() ? "none" : String.join(", ", shown))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * The values of tensors.
   *
   * @param storages the bytes of a storage, as many as it declares
   * @throws BadInputException if all values together are more than the budget
   */
  static Map<String, StateArray> decode(
      Map<String, TensorView> views,
      Function<TorchStorage, ByteBuffer> storages,
      String source,
      HeapBudget budget) {
    long floats = views.values().stream().mapToLong(TensorView::elements).sum();
    budget.require(Float.BYTES * floats, source);
    Map<String, StateArray> arrays = new LinkedHashMap<>();
    views.forEach(
        (name, view) ->
            arrays.put(
                name,
                new StateArray(
                    view.storage().type().dtype(),
                    view.shape(),
                    view.floats(storages.apply(view.storage())))));
    return arrays;
  }
}
