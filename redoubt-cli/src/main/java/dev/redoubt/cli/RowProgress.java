package dev.redoubt.cli;

import dev.redoubt.audit.AuditListener;
import dev.redoubt.compare.AuditedDefence;
import dev.redoubt.evaluate.EvaluationListener;
import org.jspecify.annotations.Nullable;

/** Shows how one row of a comparison is measured: a bar for what goes first, one for the audit. */
final class RowProgress implements AuditedDefence.Listener, AutoCloseable {
  private final String name;
  private final int samples;
  private final boolean quiet;
  private final AuditProgress audit;
  private @Nullable Progress bar;

  RowProgress(String name, int samples, boolean quiet) {
    this.name = name;
    this.samples = samples;
    this.quiet = quiet;
    this.audit = new AuditProgress(name + ", audit", quiet);
  }

  @Override
  public EvaluationListener oblivious() {
    bar = Progress.start(name + ", oblivious attackers", "samples", samples, quiet);
    return new ProgressListener(bar);
  }

  @Override
  public AuditListener audit() {
    endFirst();
    return audit;
  }

  private void endFirst() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public void close() {
    endFirst();
    audit.close();
  }
}
