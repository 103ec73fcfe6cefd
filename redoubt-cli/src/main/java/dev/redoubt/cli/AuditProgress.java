package dev.redoubt.cli;

import dev.redoubt.audit.AuditListener;
import dev.redoubt.evaluate.EvaluationListener;
import org.jspecify.annotations.Nullable;

/** Shows how an audit goes: which part it is at, and how that goes. */
final class AuditProgress implements AuditListener, AutoCloseable {
  private static final int UNITS = 100;
  private final String task;
  private final boolean quiet;
  private String name = "";
  private int begun;
  private @Nullable Progress bar;

  AuditProgress(String task, boolean quiet) {
    this.task = task;
    this.quiet = quiet;
  }

  @Override
  public synchronized void begins(String part, int done, int parts) {
    if (bar == null) {
      bar = Progress.start(task, "%", (long) UNITS * parts, quiet);
    }
    name = part;
    begun = done;
    bar.at((long) UNITS * done, part);
  }

  @Override
  public EvaluationListener evaluations() {
    return new EvaluationListener() {
      @Override
      public void onProgress(int done, int total, double clean, double robust) {
        within((double) done / total, "");
      }

      @Override
      public void onAttack(int batch, int batches, String attack, int samples) {
        within(
            (double) batch / batches,
            ": %s on %d of batch %d/%d".formatted(attack, samples, batch + 1, batches));
      }
    };
  }

  private synchronized void within(double share, String extra) {
    if (bar != null) {
      bar.at((long) (UNITS * (begun + Math.min(1, share))), name + extra);
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
