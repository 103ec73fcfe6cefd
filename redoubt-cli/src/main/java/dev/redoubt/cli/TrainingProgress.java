package dev.redoubt.cli;

import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.EpochSummary;
import dev.redoubt.train.OnCollapse;
import dev.redoubt.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows the training of a classifier, with its alarms. */
final class TrainingProgress extends RunProgress<EpochSummary> implements TrainingListener {
  private boolean warned;

  /**
   * Progress of one run.
   *
   * @param lines whether to print a line an epoch
   */
  TrainingProgress(String task, int epochs, boolean lines, boolean quiet, PrintWriter err) {
    super(task, epochs, lines, quiet, err, TrainingProgress::accuracy);
  }

  @Override
  public void onCollapse(EpochSummary summary, int goodEpoch, OnCollapse action) {
    if (!quiet) {
      endBar();
      boolean again = action == OnCollapse.WARN && warned;
      warned = action == OnCollapse.WARN;
      err.println(
          again
              ? "ALARM again: FGSM and PGD are as far apart in epoch " + summary.epoch() + "."
              : "ALARM: " + CollapseAlarm.sentence(summary) + " " + reaction(goodEpoch, action));
    }
  }

  /** What is done about a collapse, in a sentence. */
  static String reaction(int goodEpoch, OnCollapse action) {
    return switch (action) {
      case WARN -> "Training goes on; --on-collapse stop or rollback would act.";
      case STOP -> "Training stops; the weights from before are delivered.";
      case ROLLBACK -> "Back to the end of epoch " + goodEpoch + ", and on with PGD for a while.";
    };
  }

  private static String accuracy(EpochSummary summary) {
    String text = "";
    if (Double.isFinite(summary.cleanAccuracy())) {
      text += String.format(Locale.ROOT, " clean %.1f%%", 100 * summary.cleanAccuracy());
    }
    if (Double.isFinite(summary.robustAccuracy())) {
      text += String.format(Locale.ROOT, " robust %.1f%%", 100 * summary.robustAccuracy());
    }
    if (Double.isFinite(summary.noisyAccuracy())) {
      text += String.format(Locale.ROOT, " noisy %.1f%%", 100 * summary.noisyAccuracy());
    }
    return text;
  }
}
