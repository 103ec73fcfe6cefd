package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.data.InputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads VNN-LIB 1.0 files, the specifications of VNN-COMP (Demarchi et al. 2023, "Supporting
 * standardization of neural networks verification with VNNLIB and CoCoNet"): real constants X_0,
 * X_1, … (the inputs) and Y_0, Y_1, … (the outputs), declared in this order, and assertions that a
 * counterexample fulfils. An assertion combines with {@code and} and {@code or} bounds on single
 * inputs and linear conditions on outputs ({@code <=}, {@code >=}, sums, and multiples by numbers).
 * Every input needs a lower and an upper bound in every case.
 */
public final class VnnLibReader {
  /** What a formula takes in memory, in times its text. */
  private static final int EXPANSION = 32;

  private VnnLibReader() {}

  /**
   * Reads a file, also one that is packed with gzip.
   *
   * @throws BadInputException if it can't be read, is too large, or is no specification of this
   *     kind
   */
  public static Specification read(Path file) {
    return read(file, HeapBudget.ofProcess());
  }

  /**
   * The same within a budget.
   *
   * @param budget the most memory that the specification may take
   */
  public static Specification read(Path file, HeapBudget budget) {
    VnnLibParser.Parsed parsed = VnnLibParser.parse(file, text(file, budget));
    return new Specification(
        parsed.inputs(), parsed.outputs(), NormalForm.cases(file, parsed, budget));
  }

  private static String text(Path file, HeapBudget budget) {
    int most = (int) Math.min(Integer.MAX_VALUE - 16, budget.bytes() / EXPANSION);
    try (InputStream in = InputFiles.open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new BadInputException(
            "%s is longer than the %d MB of text for which there is memory (see -Xmx)"
                .formatted(file, most >> 20));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }
}
