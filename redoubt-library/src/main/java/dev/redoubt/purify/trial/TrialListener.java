package dev.redoubt.purify.trial;

/** Is told how a trial goes on. */
@FunctionalInterface
public interface TrialListener {
  /**
   * After each batch, and before the first.
   *
   * @param attacker whose turn it is
   * @param done samples that are done, those from the journal included
   * @param total samples that are attacked
   */
  void onProgress(Attacker attacker, int done, int total);
}
