package dev.redoubt.cli;

import dev.redoubt.report.RunFiles;
import dev.redoubt.train.Epoch;
import dev.redoubt.train.OnCollapse;
import dev.redoubt.train.RunListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the metrics of a training run after each epoch, and passes on what it is told. */
class MetricsRecord<E extends Epoch> implements RunListener<E> {
  final Path folder;
  private final RunListener<E> next;
  private final List<E> history = new ArrayList<>();

  MetricsRecord(Path folder, RunListener<E> next) {
    this.folder = folder;
    this.next = next;
  }

  @Override
  public void onResume(List<E> done, int batchesDone) {
    history.addAll(done);
    RunFiles.writeMetrics(folder, history);
    next.onResume(done, batchesDone);
  }

  @Override
  public void onBatch(int epoch, int batch, int batches, double loss) {
    next.onBatch(epoch, batch, batches, loss);
  }

  @Override
  public void onEpoch(E summary) {
    history.add(summary);
    RunFiles.writeMetrics(folder, history);
    next.onEpoch(summary);
  }

  @Override
  public void onCollapse(E summary, int goodEpoch, OnCollapse action) {
    next.onCollapse(summary, goodEpoch, action);
  }
}
