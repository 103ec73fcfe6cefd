package dev.redoubt.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The batches that are finished, in whatever order they come in. */
final class Standing {
  private final Plan plan;
  private final int samples;
  private final EvaluationListener listener;
  private final @Nullable BatchResult[] results;

  Standing(Plan plan, int batches, int samples, EvaluationListener listener) {
    this.plan = plan;
    this.samples = samples;
    this.listener = listener;
    this.results = new BatchResult[batches];
  }

  /** Takes in a batch, and tells the listener. */
  synchronized void finished(int batch, BatchResult result) {
    results[batch] = result;
    Evaluation soFar = evaluation();
    listener.onProgress(
        soFar.samples(),
        samples,
        (int) Math.round(soFar.cleanAccuracy() * soFar.samples()),
        (int) Math.round(soFar.robustAccuracy() * soFar.samples()));
  }

  /** What is known by now, in the order of the dataset. */
  synchronized Evaluation evaluation() {
    List<BatchResult> known = Arrays.stream(results).filter(Objects::nonNull).toList();
    return new Evaluation(plan, known);
  }
}
