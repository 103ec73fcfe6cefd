package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.pipeline.Pipeline;
import java.util.Optional;

/**
 * Operators of a network whose derivative is zero or missing keep their values, bit for bit, and
 * are differentiated as something near (BPDA, Athalye et al. 2018, section 4.2):
 *
 * <ul>
 *   <li>{@code Round}, {@code Floor}, {@code Ceil}, and a way through integers and back: the
 *       identity;
 *   <li>{@code Sign}: {@code x / (1 + |x|)}, which is flat nowhere;
 *   <li>{@code OneHot} of an {@code ArgMax}: the softmax of what that looks at, between off and on;
 *   <li>comparisons, with what joins them, up to where they become numbers or a choice: functions
 *       of the difference that are flat nowhere.
 * </ul>
 *
 * <p>Empty for classifiers that are no networks of ours, or have none of these.
 */
public record StraightThroughOperators() implements Remedy {
  @Override
  public String words() {
    return "rounding and hard decisions inside the network differentiated as something smooth";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return Rewired.of(pipeline, SoftGraph::of);
  }
}
