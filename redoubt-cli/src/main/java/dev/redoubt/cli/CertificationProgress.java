package dev.redoubt.cli;

import dev.redoubt.certify.CertificationListener;
import java.util.Locale;

/** Shows how a certification goes on a progress bar. */
final class CertificationProgress implements CertificationListener {
  private final Progress bar;

  CertificationProgress(Progress bar) {
    this.bar = bar;
  }

  @Override
  public void onProgress(int done, int total, int certified, long draws) {
    bar.at(
        done,
        done == 0
            ? String.format(Locale.ROOT, "%,d draws", draws)
            : String.format(
                Locale.ROOT, "certified %.1f%%, %,d draws", 100.0 * certified / done, draws));
  }
}
