package dev.redoubt.evaluate;

/** Told how an evaluation goes. */
@FunctionalInterface
public interface EvaluationListener {
  /** {@code done} of {@code total} samples have gone through the cascade. */
  void onProgress(int done, int total, int correct, int robust);

  /**
   * An attack begins on a batch. Several threads may say so at once.
   *
   * @param batch which one, from 0
   * @param batches how many there are
   * @param samples how many of the batch are left
   */
  default void onAttack(int batch, int batches, String attack, int samples) {}
}
