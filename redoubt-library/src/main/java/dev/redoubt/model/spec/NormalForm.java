package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.model.spec.Formula.All;
import dev.redoubt.model.spec.Formula.Any;
import dev.redoubt.model.spec.Formula.InputBound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the assertions of a file to its cases: the disjunctive normal form. */
final class NormalForm {
  /** More than any known benchmark has; each is a class of the classifier. */
  private static final int MOST_CASES = 100_000;

  private final Path file;
  private final int inputs;

  private NormalForm(Path file, int inputs) {
    this.file = file;
    this.inputs = inputs;
  }

  /**
   * The cases of a file.
   *
   * @throws BadInputException if they are too many, an input has no bounds, a case says nothing of
   *     the outputs, or none is left whose bounds let an input through
   */
  static List<UnsafeCase> cases(Path file, VnnLibParser.Parsed parsed, HeapBudget budget) {
    Formula whole = Formula.all(parsed.assertions());
    return new NormalForm(file, parsed.inputs()).cases(whole, budget);
  }

  private List<UnsafeCase> cases(Formula whole, HeapBudget budget) {
    Split split = Split.of(whole);
    Size size = Size.of(split.choices());
    if (size.cases() > MOST_CASES) {
      throw new BadInputException(
          "%s has more than %d cases when its disjunctions are multiplied out"
              .formatted(file, MOST_CASES));
    }
    double boxes = split.choices().stream().anyMatch(NormalForm::boundsInputs) ? size.cases() : 1;
    budget.require((long) (8 * size.literals() + 16 * boxes * inputs), file);
    Bounds common = new Bounds(inputs);
    List<Inequality> conditions = new ArrayList<>();
    common.take(split.literals(), conditions);
    Optional<InputBox> shared = common.box();
    List<UnsafeCase> cases = new ArrayList<>();
    for (List<Formula> choice : expanded(split.choices())) {
      boolean own = choice.stream().anyMatch(InputBound.class::isInstance);
      Bounds bounds = own ? common.copy() : common;
      List<Inequality> all = new ArrayList<>(conditions);
      bounds.take(choice, all);
      bounds.requireComplete(file);
      if (all.isEmpty()) {
        throw new BadInputException(file + " has a case without a condition on the outputs");
      }
      (own ? bounds.box() : shared).ifPresent(box -> cases.add(new UnsafeCase(box, all)));
    }
    if (cases.isEmpty()) {
      throw new BadInputException(file + " bounds its inputs so that none is left");
    }
    return cases;
  }

  private static boolean boundsInputs(Formula formula) {
    if (formula instanceof All all) {
      return all.parts().stream().anyMatch(NormalForm::boundsInputs);
    }
    return formula instanceof Any any
        ? any.parts().stream().anyMatch(NormalForm::boundsInputs)
        : formula instanceof InputBound;
  }

  /**
   * A conjunction taken apart.
   *
   * @param literals what holds in any case
   * @param choices the disjunctions
   */
  private record Split(List<Formula> literals, List<Formula> choices) {
    static Split of(Formula formula) {
      List<Formula> literals = new ArrayList<>();
      List<Formula> choices = new ArrayList<>();
      List<Formula> parts = formula instanceof All all ? all.parts() : List.of(formula);
      for (Formula part : parts) {
        (part instanceof Any ? choices : literals).add(part);
      }
      return new Split(literals, choices);
    }
  }

  /** How large a conjunction becomes; as floating point, which does not overflow. */
  private record Size(double cases, double literals) {
    static Size of(List<Formula> conjunction) {
      Size size = new Size(1, 0);
      for (Formula part : conjunction) {
        Size own = of(part);
        size =
            new Size(size.cases * own.cases, size.literals * own.cases + own.literals * size.cases);
      }
      return size;
    }

    private static Size of(Formula formula) {
      if (formula instanceof All all) {
        return of(all.parts());
      }
      if (!(formula instanceof Any any)) {
        return new Size(1, 1);
      }
      Size size = new Size(0, 0);
      for (Formula part : any.parts()) {
        Size own = of(part);
        size = new Size(size.cases + own.cases, size.literals + own.literals);
      }
      return size;
    }
  }

  /** All ways to choose one part of each disjunction, each as a list of literals. */
  private static List<List<Formula>> expanded(List<Formula> choices) {
    List<List<Formula>> ways = List.of(List.of());
    for (Formula choice : choices) {
      List<List<Formula>> longer = new ArrayList<>();
      for (Formula part : ((Any) choice).parts()) {
        Split split = Split.of(part);
        for (List<Formula> more : expanded(split.choices())) {
          for (List<Formula> way : ways) {
            List<Formula> joined = new ArrayList<>(way);
            joined.addAll(split.literals());
            joined.addAll(more);
            longer.add(joined);
          }
        }
      }
      ways = longer;
    }
    return ways;
  }
}
