package dev.redoubt.cli;

import dev.redoubt.purify.trial.Attacker;
import dev.redoubt.purify.trial.TrialListener;

/** Shows how a trial goes on: a progress bar for each attacker. */
final class TrialProgress implements TrialListener, AutoCloseable {
  private final String whose;
  private final boolean quiet;
  private String now = "";
  private Progress bar = Progress.start("", "samples", 0, true);

  /**
   * Progress of one trial.
   *
   * @param whose in front of each bar's name; may be empty
   */
  TrialProgress(String whose, boolean quiet) {
    this.whose = whose;
    this.quiet = quiet;
  }

  @Override
  public void onProgress(Attacker attacker, int done, int total) {
    if (!attacker.name().equals(now)) {
      bar.close();
      now = attacker.name();
      boolean attacks = attacker.kind() != Attacker.Kind.NOBODY;
      String task = whose + (attacks ? "Attacker " + attacker.name() : "Clean samples");
      bar = Progress.start(task, "samples", total, quiet);
    }
    bar.at(done, "");
  }

  @Override
  public void close() {
    bar.close();
  }
}
