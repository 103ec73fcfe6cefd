package dev.redoubt.model.spec;

import dev.redoubt.model.spec.Inequality.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A sum under construction: a constant and multiples of inputs and outputs. */
final class LinearSum {
  private final Map<Integer, Double> inputs = new TreeMap<>();
  private final Map<Integer, Double> outputs = new TreeMap<>();
  private double constant;

  /** Adds a number. */
  void add(double value) {
    constant += value;
  }

  /** Adds a multiple of X_{@code input}. */
  void addInput(int input, double factor) {
    inputs.merge(input, factor, Double::sum);
  }

  /** Adds a multiple of Y_{@code output}. */
  void addOutput(int output, double factor) {
    outputs.merge(output, factor, Double::sum);
  }

  /** Adds a multiple of another sum. */
  void add(LinearSum other, double factor) {
    constant += factor * other.constant;
    other.inputs.forEach((input, own) -> addInput(input, factor * own));
    other.outputs.forEach((output, own) -> addOutput(output, factor * own));
  }

  /** The number that it is, if it names no variable. */
  Optional<Double> number() {
    return inputs.isEmpty() && outputs.isEmpty() ? Optional.of(constant) : Optional.empty();
  }

  /**
   * What it says that the sum is at most 0.
   *
   * @throws IllegalArgumentException with the reason why that can't be used, without a full stop
   */
  Formula atMostZero() {
    inputs.values().removeIf(factor -> factor == 0);
    outputs.values().removeIf(factor -> factor == 0);
    if (inputs.isEmpty() == outputs.isEmpty()) {
      throw new IllegalArgumentException(
          inputs.isEmpty()
              ? "a condition depends on no input and no output"
              : "a condition mixes inputs and outputs");
    }
    if (inputs.size() > 1) {
      throw new IllegalArgumentException(
          "a condition binds several inputs together, expected a bound on each");
    }
    return inputs.isEmpty() ? condition() : bound();
  }

  private Formula bound() {
    Map.Entry<Integer, Double> only = inputs.entrySet().iterator().next();
    double value = finite(-constant / finite(only.getValue())) + 0.0; // no negative zero
    return new Formula.InputBound(only.getKey(), only.getValue() > 0, value);
  }

  private Formula condition() {
    List<Term> terms = new ArrayList<>();
    outputs.forEach((output, factor) -> terms.add(new Term(output, finite(factor))));
    return new Formula.Condition(new Inequality(terms, finite(-constant) + 0.0));
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the numbers of a condition are too large for 64 bits");
    }
    return value;
  }
}
