package dev.redoubt.model.spec;

import dev.redoubt.HeapBudget;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * From outputs to the logits of a specification: 0, and the least slack of each case's conditions.
 */
final class Slacks {
  private final Tensor weight;
  private final Tensor bound;
  private final Tensor members;
  private final int classes;
  private final int longest;

  private Slacks(Tensor weight, Tensor bound, Tensor members, int classes, int longest) {
    this.weight = weight;
    this.bound = bound;
    this.members = members;
    this.classes = classes;
    this.longest = longest;
  }

  /**
   * The logits of some cases.
   *
   * @param cases one a class, after class 0
   * @param outputs the number of outputs
   * @param type in which outputs come
   * @throws dev.redoubt.BadInputException if the conditions are too many for the memory
   */
  static Slacks of(List<UnsafeCase> cases, int outputs, DType type) {
    List<List<Inequality>> classes = new ArrayList<>();
    classes.add(List.of(new Inequality(List.of(), 0))); // class 0: always 0
    cases.forEach(one -> classes.add(one.conditions()));
    int rows = classes.stream().mapToInt(List::size).sum();
    int longest = classes.stream().mapToInt(List::size).max().orElse(1);
    HeapBudget.ofProcess().requireArray(8L * rows * outputs, "the specification");
    HeapBudget.ofProcess().requireArray(8L * classes.size() * longest, "the specification");
    double[] weight = new double[rows * outputs];
    double[] bound = new double[rows];
    int[] members = new int[classes.size() * longest];
    int row = 0;
    for (int k = 0; k < classes.size(); k++) {
      List<Inequality> conditions = classes.get(k);
      for (int i = 0; i < longest; i++) {
        members[k * longest + i] = row + Math.min(i, conditions.size() - 1); // the last again
      }
      for (Inequality condition : conditions) {
        bound[row] = condition.bound();
        for (Inequality.Term term : condition.terms()) {
          weight[row * outputs + term.output()] = -term.coefficient();
        }
        row++;
      }
    }
    return Scope.value(
        () ->
            new Slacks(
                Scope.own(Tensors.of(weight, bound.length, outputs).to(type)),
                Scope.own(Tensors.of(bound, bound.length).to(type)),
                Scope.own(Tensors.ofInts(members)),
                classes.size(),
                longest));
  }

  /** The number of classes. */
  int classes() {
    return classes;
  }

  /**
   * The logits.
   *
   * @param y {@code [n, outputs]}
   * @return {@code [n, classes]}
   */
  Tensor logits(Tensor y) {
    Tensor slacks = Neural.linear(y, weight.to(y.device()), bound.to(y.device()));
    if (longest == 1) {
      return slacks;
    }
    Tensor byClass = Layout.select(slacks, 1, members.to(y.device()));
    return Reductions.min(
        Layout.reshape(byClass, y.rows(), classes, longest), new long[] {2}, false);
  }
}
