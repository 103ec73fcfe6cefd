package dev.redoubt.catalog;

import dev.redoubt.data.InputSpec;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.detect.fit.Lessons;
import java.util.List;
import java.util.Map;

/**
 * A kind of detector as users know it.
 *
 * @param name its name
 * @param summary what it looks at, in a few words
 * @param reference paper
 * @param attacks whether it learns from adversarial samples
 * @param parameters in the order in which values without names are taken
 * @param maker fits it
 * @param reader makes it again from what was kept of it
 */
public record DetectorKind(
    String name,
    String summary,
    String reference,
    Attacks attacks,
    List<Parameter> parameters,
    Maker maker,
    Reader reader) {
  /** Copies. */
  public DetectorKind {
    parameters = List.copyOf(parameters);
  }

  /** Whether adversarial samples are learnt from. */
  public enum Attacks {
    /** It has no use for them. */
    NONE("learns from clean samples alone"),
    /** Better with them, possible without. */
    OPTIONAL("learns more with adversarial samples (--threat)"),
    /** Not without them. */
    REQUIRED("learns from adversarial samples (--threat)");

    private final String words;

    Attacks(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  /** Fits a score. */
  @FunctionalInterface
  public interface Maker {
    /**
     * From its values and what there is to learn from.
     *
     * @param files what the files among the arguments hold, by name
     * @throws dev.redoubt.BadInputException if a value is out of range, or something to learn from
     *     is missing
     */
    Score fit(Arguments arguments, Map<String, byte[]> files, Lessons lessons);
  }

  /** Makes a score again. */
  @FunctionalInterface
  public interface Reader {
    /**
     * From what was kept.
     *
     * @param input what the classifier is given
     * @throws dev.redoubt.BadInputException if a part is missing or does not fit
     */
    Score read(State state, InputSpec input);
  }
}
