package dev.redoubt.cli;

import dev.redoubt.train.Epoch;
import dev.redoubt.train.RunListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Shows a training run: a bar over all batches, and a line an epoch. */
class RunProgress<E extends Epoch> implements RunListener<E>, AutoCloseable {
  final boolean quiet;
  final PrintWriter err;
  private final String task;
  private final int epochs;
  private final boolean lines;
  private final Function<E, String> measures;
  private Progress bar = Progress.start("", "", 0, true);
  private boolean started;
  private String last = "";

  /**
   * Progress of one run.
   *
   * @param lines whether to print a line an epoch
   * @param measures what was measured after an epoch, in words that begin with a space
   */
  RunProgress(
      String task,
      int epochs,
      boolean lines,
      boolean quiet,
      PrintWriter err,
      Function<E, String> measures) {
    this.task = task;
    this.epochs = epochs;
    this.lines = lines;
    this.quiet = quiet;
    this.err = err;
    this.measures = measures;
  }

  /** Why a run ended early, for reports. */
  static String impatience(int done, int epochs) {
    return "Training ended after %d of %d epochs: patience was over.".formatted(done, epochs);
  }

  @Override
  public void onResume(List<E> done, int batchesDone) {
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
        String.format(Locale.ROOT, "loss %.3g%s", loss, last));
  }

  @Override
  public void onEpoch(E summary) {
    last = " held-out" + measures.apply(summary);
    if (lines && !quiet) {
      endBar();
      err.println(
          String.format(
              Locale.ROOT,
              "epoch %d/%d  loss %.4g %s  rate %.2g  %.1f s",
              summary.epoch(),
              epochs,
              summary.loss(),
              measures.apply(summary),
              summary.learningRate(),
              summary.seconds()));
    }
  }

  /** Ends the bar, so that a line can be printed; the next batch begins another. */
  final void endBar() {
    bar.close();
    started = false;
  }

  @Override
  public void close() {
    bar.close();
  }
}
