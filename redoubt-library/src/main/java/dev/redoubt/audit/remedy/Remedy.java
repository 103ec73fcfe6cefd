package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.pipeline.Pipeline;
import java.util.Optional;

/**
 * Another way to differentiate what hides its gradients. The pipeline that it gives computes what
 * the original computes, so that its witnesses are witnesses against the original; only the
 * adaptive view of it differs.
 */
public interface Remedy {
  /** What is done, as it stands in reports: {@code every stage differentiated as the identity}. */
  String words();

  /**
   * The remedied pipeline; empty if the remedy has nothing to change in this one.
   *
   * @param clean some samples that the pipeline classifies rightly, to adapt to
   */
  Optional<Pipeline> of(Pipeline pipeline, Batch clean);
}
