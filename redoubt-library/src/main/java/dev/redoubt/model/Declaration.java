package dev.redoubt.model;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * What a component says of its own weakness, so that the attack on it can be derived.
 *
 * @param backward how to differentiate it
 * @param random whether two calls with other draws may differ
 * @param rejects whether it may refuse to give a class
 */
public record Declaration(Backward backward, boolean random, boolean rejects) {
  /** Differentiable as it is, and deterministic. */
  public static final Declaration PLAIN = new Declaration(new Backward.Exact(), false);

  /** A deterministic black box. */
  public static final Declaration OPAQUE = new Declaration(new Backward.None(), false);

  /** Of a component that never rejects. */
  public Declaration(Backward backward, boolean random) {
    this(backward, random, false);
  }

  /** How a component is differentiated. */
  public sealed interface Backward {
    /** Its own derivative is the right one to attack with. */
    record Exact() implements Backward {}

    /**
     * Its own derivative is missing or useless; the attacker differentiates something else in its
     * place (BPDA, Athalye et al. 2018, section 4.1).
     *
     * @param words what that is, for reports: {@code the identity}, {@code smooth rounding}
     * @param substitute differentiable, with the same shape as what it stands for
     */
    record Surrogate(String words, Substitute substitute) implements Backward {
      /** For what changes its input little and keeps its shape: the derivative is 1. */
      public static Surrogate identity() {
        return new Surrogate("the identity", (x, draws) -> x);
      }
    }

    /** There is nothing to differentiate. */
    record None() implements Backward {}
  }

  /** A differentiable stand-in. */
  @FunctionalInterface
  public interface Substitute {
    /**
     * Something near to what the component gives, recorded on the tape of {@code x}.
     *
     * @param draws those that the component is given
     */
    Tensor apply(Tensor x, Draws draws);
  }
}
