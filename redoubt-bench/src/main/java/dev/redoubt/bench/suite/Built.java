package dev.redoubt.bench.suite;

import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import java.util.Optional;

/**
 * A fixture, ready to be audited.
 *
 * @param shipped what the audit is given
 * @param known the same decisions, differentiated as somebody does who knows how it was made
 * @param base the network whose decisions it keeps; empty if it is none of the wrappers
 * @param samples to audit it on; all that there are
 */
record Built(Pipeline shipped, Pipeline known, Optional<Pipeline> base, Dataset samples) {
  /** Of something that hides nothing. */
  static Built plain(Pipeline pipeline, Dataset samples) {
    return new Built(pipeline, pipeline, Optional.empty(), samples);
  }

  /** Of something that is better differentiated in another way. */
  static Built hiding(Pipeline shipped, Pipeline known, Dataset samples) {
    return new Built(shipped, known, Optional.empty(), samples);
  }
}
