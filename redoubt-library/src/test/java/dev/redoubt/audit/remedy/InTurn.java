package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.pipeline.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Several remedies, each on what those before it made of the pipeline; those with nothing to change
 * are passed over. What looks into a network ({@link StraightThroughOperators}, {@link
 * EarlierLogits}) comes first, since the others put something around it.
 */
public record InTurn(List<Remedy> remedies) implements Remedy {
  /** Copies. */
  public InTurn {
    remedies = List.copyOf(remedies);
  }

  /** One by one. */
  public InTurn(Remedy... remedies) {
    this(List.of(remedies));
  }

  @Override
  public String words() {
    return remedies.stream().map(Remedy::words).collect(Collectors.joining(", "));
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    Pipeline remedied = pipeline;
    for (Remedy remedy : remedies) {
      remedied = remedy.of(remedied, clean).orElse(remedied);
    }
    return remedied == pipeline ? Optional.empty() : Optional.of(remedied);
  }
}
