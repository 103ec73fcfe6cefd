package dev.redoubt.certify;

/** Is told how a certification goes; from several threads, one at a time. */
@FunctionalInterface
public interface CertificationListener {
  /**
   * An input has ended, or some time has passed.
   *
   * @param done inputs that have ended
   * @param total inputs in all
   * @param certified of those, with the right class
   * @param draws taken in this run
   */
  void onProgress(int done, int total, int certified, long draws);
}
