package dev.redoubt.model.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a network must not do, as a VNN-LIB file says it: a counterexample is an input X in the box
 * of some case whose outputs Y = f(X) fulfil that case's conditions.
 *
 * @param inputs the number of inputs X_0, X_1, …
 * @param outputs the number of outputs Y_0, Y_1, …
 * @param cases at least one
 */
public record Specification(int inputs, int outputs, List<UnsafeCase> cases) {
  /** Copies. */
  public Specification {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("a specification without a case");
    }
  }

  /** The cases of each distinct box; both in the order in which they are named first. */
  public Map<InputBox, List<UnsafeCase>> byBox() {
    return cases.stream()
        .collect(Collectors.groupingBy(UnsafeCase::box, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * Whether an input with its outputs is a counterexample, in plain 64-bit arithmetic and without
   * any tolerance.
   *
   * @param x the input
   * @param y what the network gives for it
   */
  public boolean isViolatedBy(double[] x, double[] y) {
    if (x.length != inputs || y.length != outputs) {
      throw new IllegalArgumentException(x.length + " inputs, " + y.length + " outputs");
    }
    return cases.stream().anyMatch(one -> one.slack(y) >= 0 && one.box().contains(x));
  }
}
