package dev.redoubt.cli;

import dev.redoubt.evaluate.EvaluationListener;
import java.util.Locale;

/** Shows how an evaluation goes on a progress bar. */
final class ProgressListener implements EvaluationListener {
  private final Progress bar;
  private String accuracy = "";

  ProgressListener(Progress bar) {
    this.bar = bar;
  }

  @Override
  public synchronized void onProgress(int done, int total, double clean, double robust) {
    accuracy = String.format(Locale.ROOT, "clean %.1f%% robust %.1f%% ", 100 * clean, 100 * robust);
    bar.at(done, accuracy);
  }

  @Override
  public synchronized void onAttack(int batch, int batches, String attack, int samples) {
    bar.says(
        String.format(
            Locale.ROOT,
            "%s%s on %d of batch %d/%d",
            accuracy,
            attack,
            samples,
            batch + 1,
            batches));
  }
}
