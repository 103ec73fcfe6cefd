package dev.redoubt.model.spec;

import java.util.ArrayList;
import java.util.List;

/** What a file asserts. Conjunctions hold no conjunctions, disjunctions no disjunctions. */
sealed interface Formula {
  /** All of them, at least two. */
  record All(List<Formula> parts) implements Formula {}

  /** One of them, at least two. */
  record Any(List<Formula> parts) implements Formula {}

  /** A bound on one input. */
  record InputBound(int input, boolean upper, double value) implements Formula {}

  /** A condition on the outputs. */
  record Condition(Inequality inequality) implements Formula {}

  /** All of {@code parts}, which are at least one. */
  static Formula all(List<Formula> parts) {
    List<Formula> flat = new ArrayList<>();
    for (Formula part : parts) {
      if (part instanceof All all) {
        flat.addAll(all.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.get(0) : new All(flat);
  }

  /** One of {@code parts}, which are at least one. */
  static Formula any(List<Formula> parts) {
    List<Formula> flat = new ArrayList<>();
    for (Formula part : parts) {
      if (part instanceof Any any) {
        flat.addAll(any.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.get(0) : new Any(flat);
  }
}
