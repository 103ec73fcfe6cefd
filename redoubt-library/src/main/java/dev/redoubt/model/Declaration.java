package dev.redoubt.model;

import dev.redoubt.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What a component says of its own weakness, so that the attack on it can be derived.
 *
 * @param backward how to differentiate it
 * @param random whether two calls with other draws may differ
 */
public record Declaration(Backward backward, boolean random) {
  /** Differentiable as it is, and deterministic. */
  public static final Declaration PLAIN = new Declaration(new Backward.Exact(), false);

  /** A deterministic black box. */
  public static final Declaration OPAQUE = new Declaration(new Backward.None(), false);

  /** How a component is differentiated. */
  public sealed interface Backward {
    /** Its own derivative is the right one to attack with. */
    record Exact() implements Backward {}

    /**
     * Its own derivative is missing or useless; the attacker differentiates this in its place
     * (BPDA, Athalye et al. 2018).
     */
    record Surrogate(UnaryOperator<Tensor> substitute) implements Backward {}

    /** There is nothing to differentiate. */
    record None() implements Backward {}
  }
}
