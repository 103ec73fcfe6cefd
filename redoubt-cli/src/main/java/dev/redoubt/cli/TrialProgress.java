package dev.redoubt.cli;

import dev.redoubt.purify.trial.Attacker;
import dev.redoubt.purify.trial.TrialListener;

/** Shows how a trial goes on: a progress bar for each attacker. */
final class TrialProgress implements TrialListener, AutoCloseable {
  private final boolean quiet;
  private String now = "";
  private Progress bar = Progress.start("", "samples", 0, true);

  TrialProgress(boolean quiet) {
    this.quiet = quiet;
  }

  @Override
  public void onProgress(Attacker attacker, int done, int total) {
    if (!attacker.name().equals(now)) {
      bar.close();
      now = attacker.name();
      boolean attacks = attacker.kind() != Attacker.Kind.NOBODY;
      String task = attacks ? "Attacker " + attacker.name() : "Clean samples";
      bar = Progress.start(task, "samples", total, quiet);
    }
    bar.at(done, "");
  }

  @Override
  public void close() {
    bar.close();
  }
}
