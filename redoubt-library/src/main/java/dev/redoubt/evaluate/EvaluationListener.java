package dev.redoubt.evaluate;

/** Told how an evaluation goes. */
@FunctionalInterface
public interface EvaluationListener {
  /** {@code done} of {@code total} samples have gone through the cascade. */
  void onProgress(int done, int total, int correct, int robust);
}
