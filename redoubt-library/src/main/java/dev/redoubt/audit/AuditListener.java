package dev.redoubt.audit;

import dev.redoubt.evaluate.EvaluationListener;

/** Told how an audit goes. */
public interface AuditListener {
  /**
   * A part begins.
   *
   * @param name {@code attacks}, or a check
   * @param done parts before it
   * @param parts all of them
   */
  void begins(String name, int done, int parts);

  /** Told how the evaluations of the part go. */
  default EvaluationListener evaluations() {
    return (done, total, clean, robust) -> {};
  }

  /** Tells nobody. */
  static AuditListener none() {
    return (name, done, parts) -> {};
  }
}
