package dev.redoubt.attack.universal;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpyType;
import dev.redoubt.data.NpzReader;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.threat.Norm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Universal perturbations as {@code .npz} files: {@code delta} (float32, of an input's shape),
 * {@code epsilon} (a float64), {@code norm} and {@code name} (the bytes of texts in UTF-8, up to
 * 100).
 */
public final class UniversalFile {
  private static final int LONGEST = 100;

  private UniversalFile() {}

  /** Writes a perturbation; a failure leaves the target as it was. */
  public static void write(Path file, UniversalPerturbation perturbation) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    int[] shape = perturbation.shape().stream().mapToInt(Integer::intValue).toArray();
    arrays.put("delta", NpyArray.of(perturbation.delta(), shape));
    arrays.put("epsilon", NpyArray.of(new double[] {perturbation.epsilon()}));
    arrays.put("norm", text(perturbation.norm().name()));
    arrays.put("name", text(perturbation.name()));
    NpzWriter.write(file, arrays);
  }

  private static NpyArray text(String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    return NpyArray.of(bytes, bytes.length);
  }

  /**
   * Reads a perturbation.
   *
   * @throws BadInputException if the file is no such archive, or what it holds does not fit
   */
  public static UniversalPerturbation read(Path file) {
    return read(file, HeapBudget.ofProcess());
  }

  /** The same within a given budget. */
  public static UniversalPerturbation read(Path file, HeapBudget budget) {
    Map<String, NpyArray> arrays = NpzReader.read(file, budget);
    NpyArray delta = array(arrays, "delta", file);
    NpyArray epsilon = array(arrays, "epsilon", file);
    if (epsilon.size() != 1) {
      throw new BadInputException(
          "epsilon in %s has %d values, expected one".formatted(file, epsilon.size()));
    }
    try {
      return new UniversalPerturbation(
          text(arrays, "name", file),
          Norm.named(text(arrays, "norm", file)),
          epsilon.doubles()[0],
          Arrays.stream(delta.shape()).boxed().toList(),
          delta.floats());
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static NpyArray array(Map<String, NpyArray> arrays, String name, Path file) {
    NpyArray found = arrays.get(name);
    if (found == null) {
      throw new BadInputException(
          "%s is no universal perturbation: it has no array '%s', expected %s"
              .formatted(file, name, List.of("delta", "epsilon", "norm", "name")));
    }
    return found;
  }

  private static String text(Map<String, NpyArray> arrays, String name, Path file) {
    NpyArray found = array(arrays, name, file);
    if (found.type() != NpyType.UINT8 || found.size() > LONGEST) {
      throw new BadInputException(
          "array '%s' holds %d values of type %s, expected the bytes of a text of up to %d"
              .formatted(name, found.size(), found.type().descr(), LONGEST));
    }
    return new String(found.bytes(), StandardCharsets.UTF_8);
  }
}
