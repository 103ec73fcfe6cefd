package dev.redoubt.catalog;

import dev.redoubt.Suggestion;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Dlr;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.loss.ProbabilityMargin;
import java.util.List;

/** The losses by name. */
public final class Losses {
  private static final List<Loss> ALL =
      List.of(new CrossEntropy(), new Margin(), new Dlr(), new ProbabilityMargin());

  private Losses() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Loss::name).toList();
  }

  /**
   * The loss of a name.
   *
   * @throws dev.redoubt.BadInputException if there is none
   */
  public static Loss named(String name) {
    return ALL.stream()
        .filter(loss -> loss.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Suggestion.unknown("loss", name, names()));
  }
}
