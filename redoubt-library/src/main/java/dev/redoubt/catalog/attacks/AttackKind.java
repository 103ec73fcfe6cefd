package dev.redoubt.catalog.attacks;

import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import java.util.List;

/**
 * A kind of attack as users know it.
 *
 * @param name its name
 * @param family what it belongs to, as the list has it
 * @param needs what it needs of a model
 * @param norms in which it has a form, by name
 * @param summary what it does, in a few words
 * @param cost passes a sample that it does not break, in words
 * @param reference paper
 * @param parameters in the order in which values without names are taken
 * @param maker builds it
 */
public record AttackKind(
    String name,
    Family family,
    Class<? extends LabelModel> needs,
    List<String> norms,
    String summary,
    String cost,
    String reference,
    List<Parameter> parameters,
    Maker maker) {
  /** All norms. */
  static final List<String> EVERY_NORM = List.of("linf", "l2", "l1", "l0");

  /** The norms but l0. */
  static final List<String> NOT_L0 = List.of("linf", "l2", "l1");

  /** Copies. */
  public AttackKind {
    norms = List.copyOf(norms);
    parameters = List.copyOf(parameters);
  }

  /** What attacks belong to, in the order of the list. */
  public enum Family {
    /** Climb the loss within the budget. */
    GRADIENT("Along the gradient, within a budget"),
    /** Look for the nearest adversarial point. */
    MINIMUM_NORM("Smallest perturbation (also with --curve)"),
    /** Ask for scores. */
    SCORE("Queries for scores"),
    /** Ask for labels. */
    DECISION("Queries for labels alone (also with --curve)"),
    /** Attack another model. */
    TRANSFER("From other models or other data"),
    /** Move what is seen. */
    SPATIAL("Other than by a norm");

    private final String title;

    Family(String title) {
      this.title = title;
    }

    /** Its title. */
    public String title() {
      return title;
    }
  }

  /** What it needs of a model, in a word. */
  public String needsInWords() {
    if (needs == GradientModel.class) {
      return "gradients";
    }
    return needs == ScoreModel.class ? "scores" : "labels";
  }

  /** Whether it looks for the smallest perturbation. */
  boolean measuresDistances() {
    return family == Family.MINIMUM_NORM || family == Family.DECISION;
  }

  /** Whether a survivor takes thousands of passes, or budgets mean nothing to it. */
  boolean isLong() {
    return family != Family.GRADIENT && family != Family.TRANSFER;
  }

  /** Whether it has a parameter. */
  boolean takes(String parameter) {
    return parameters.stream().anyMatch(p -> p.name().equals(parameter));
  }

  /** Whether it can be made without being given a file or another model. */
  boolean standsAlone() {
    return family != Family.TRANSFER && parameters.stream().noneMatch(Parameter::required);
  }

  /** Builds an attack. */
  @FunctionalInterface
  interface Maker {
    /**
     * From its values.
     *
     * @throws dev.redoubt.BadInputException if a value is out of range, or something that it wants
     *     is missing
     */
    Attack<?> make(Arguments arguments, AttackContext context);
  }
}
