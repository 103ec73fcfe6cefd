package dev.redoubt.evaluate;

/** Told how an evaluation goes. */
@FunctionalInterface
public interface EvaluationListener {
  /**
   * {@code done} of {@code total} samples have gone through the cascade, or through its next part.
   *
   * @param clean share of the samples known so far that are classified correctly
   * @param robust share of them that no attack has broken
   */
  void onProgress(int done, int total, double clean, double robust);

  /**
   * An attack begins on a batch. Several threads may say so at once.
   *
   * @param batch which one, from 0
   * @param batches how many there are
   * @param samples how many of the batch are left
   */
  default void onAttack(int batch, int batches, String attack, int samples) {}
}
