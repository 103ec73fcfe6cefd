package dev.redoubt.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on the error stream, where that is a terminal. The launcher knows whether it is,
 * and says so in the system property {@code redoubt.terminal}.
 */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress start(String task, String unit, long total, boolean quiet) {
    if (quiet || !Boolean.getBoolean("redoubt.terminal")) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" " + unit, 1)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.err, 120))
            .build());
  }

  void at(long done, String extra) {
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(" " + extra);
    }
  }

  void says(String extra) {
    if (bar != null) {
      bar.setExtraMessage(" " + extra);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
