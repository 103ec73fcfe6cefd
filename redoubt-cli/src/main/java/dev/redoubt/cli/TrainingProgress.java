package dev.redoubt.cli;

import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.EpochSummary;
import dev.redoubt.train.OnCollapse;
import dev.redoubt.train.TrainingListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows a training run: a bar over all batches, and a line an epoch. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private final String task;
  private final int epochs;
  private final boolean quiet;
  private final boolean lines;
  private final PrintWriter err;
  private Progress bar = Progress.start("", "", 0, true);
  private boolean started;
  private boolean warned;
  private String accuracy = "";

  /**
   * Progress of one run.
   *
   * @param lines whether to print a line an epoch
   */
  TrainingProgress(String task, int epochs, boolean lines, boolean quiet, PrintWriter err) {
    this.task = task;
    this.epochs = epochs;
    this.lines = lines;
    this.quiet = quiet;
    this.err = err;
  }

  @Override
  public void onResume(List<EpochSummary> done, int batchesDone) {
    if (!quiet) {
      err.println(
          "Going on from the checkpoint: "
              + done.size()
              + " of "
              + epochs
              + " epochs are done"
              + (batchesDone > 0 ? ", and " + batchesDone + " batches of the next." : "."));
    }
  }

  @Override
  public void onBatch(int epoch, int batch, int batches, double loss) {
    if (!started) {
      started = true;
      bar = Progress.start(task, "batches", (long) batches * epochs, quiet);
    }
    bar.at(
        (long) (epoch - 1) * batches + batch,
        String.format(Locale.ROOT, "loss %.3f%s", loss, accuracy));
  }

  @Override
  public void onEpoch(EpochSummary summary) {
    accuracy = " held-out" + accuracy(summary);
    if (lines && !quiet) {
      bar.close();
      started = false;
      err.println(
          String.format(
              Locale.ROOT,
              "epoch %d/%d  loss %.4f %s  rate %.2g  %.1f s",
              summary.epoch(),
              epochs,
              summary.loss(),
              accuracy(summary),
              summary.learningRate(),
              summary.seconds()));
    }
  }

  @Override
  public void onCollapse(EpochSummary summary, int goodEpoch, OnCollapse action) {
    if (!quiet) {
      bar.close();
      started = false;
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

  @Override
  public void close() {
    bar.close();
  }
}
