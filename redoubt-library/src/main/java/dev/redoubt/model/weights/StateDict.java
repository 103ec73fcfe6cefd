package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named arrays of weights, as training code saves them. Immutable.
 *
 * @param source the file, for messages
 * @param format what kind of file it was, for people: {@code safetensors}, {@code NumPy archive} …
 * @param arrays by name, in the order of the file; at least one
 */
public record StateDict(String source, String format, Map<String, StateArray> arrays) {
  private static final int LONGEST_NAME = 500;

  /** What {@code DataParallel} and {@code torch.compile} put before every name. */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

  /**
   * Copies; takes the prefixes of PyTorch's wrapping modules away where all names bear them.
   *
   * @throws BadInputException if there is no array, or a name can't be one of a weight
   */
  public StateDict {
    if (arrays.isEmpty()) {
      throw new BadInputException(source + " holds no arrays");
    }
    for (String name : arrays.keySet()) {
      if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
        throw new BadInputException(
            "%s holds an array called '%s', expected printable names of at most %d characters"
                .formatted(source, Excerpt.of(name), LONGEST_NAME));
      }
    }
    Map<String, StateArray> kept = new LinkedHashMap<>(arrays);
    for (String wrapper : WRAPPERS) {
      kept = without(wrapper, kept);
    }
    arrays = Collections.unmodifiableMap(kept);
  }

  private static Map<String, StateArray> without(String prefix, Map<String, StateArray> arrays) {
    if (!arrays.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
      return arrays;
    }
    Map<String, StateArray> bare = new LinkedHashMap<>();
    arrays.forEach((name, array) -> bare.put(name.substring(prefix.length()), array));
    return bare;
  }

  /**
   * Reads a {@code .safetensors} or {@code .npz} file, or one that {@code torch.save} has written,
   * told apart by their content. Of a checkpoint, the one dictionary of tensors under the usual
   * names is taken. Code within a file is refused, never run.
   *
   * @throws BadInputException if the file is missing, damaged, of another kind, larger than fits
   *     into memory, or holds anything but weights
   */
  public static StateDict read(Path file) {
    return read(file, HeapBudget.ofProcess());
  }

  /** The same within a given budget of memory. */
  public static StateDict read(Path file, HeapBudget budget) {
    return StateDictFormat.of(file).read(file, budget);
  }
}
