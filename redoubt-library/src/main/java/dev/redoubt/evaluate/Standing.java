package dev.redoubt.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of the batches, in whatever order they come in; several passes go over them. */
final class Standing {
  private final Plan plan;
  private List<Entry> entries = List.of();
  private int done;
  private final int samples;
  private final EvaluationListener listener;
  private final @Nullable BatchResult[] results;

  Standing(Plan plan, int batches, int samples, EvaluationListener listener) {
    this.plan = plan;
    this.samples = samples;
    this.listener = listener;
    this.results = new BatchResult[batches];
  }

  /** A pass over all batches begins, after which so many attacks have run. */
  synchronized void begins(List<Entry> all) {
    entries = all;
    done = 0;
  }

  /** What the passes before found on a batch. */
  synchronized Optional<BatchResult> known(int batch) {
    return Optional.ofNullable(results[batch]);
  }

  /** Takes in a batch, and tells the listener. */
  synchronized void finished(int batch, BatchResult result) {
    results[batch] = result;
    done += result.outcomes().size();
    Evaluation soFar = evaluation();
    listener.onProgress(done, samples, soFar.cleanAccuracy(), soFar.robustAccuracy());
  }

  /** What is known by now, in the order of the dataset. */
  synchronized Evaluation evaluation() {
    List<BatchResult> known = Arrays.stream(results).filter(Objects::nonNull).toList();
    return new Evaluation(plan, entries, known, List.of());
  }
}
