package dev.redoubt.onnxruntime;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.blackbox.Scores;
import java.util.Optional;

/**
 * How a file is opened.
 *
 * @param input the range of the values, and the lengths that the file leaves open; a model's input
 *     has the file's own shape all the same
 * @param scores what the output is
 * @param output the output to read; empty for the first with floating-point numbers
 * @param threads within one operation; 0 leaves it to the runtime
 * @param chunk samples at once, where the file leaves the batch open
 * @param random whether two answers to the same question may differ; empty to find out by trying
 */
public record OnnxRuntimeOptions(
    Optional<InputSpec> input,
    Scores scores,
    Optional<String> output,
    int threads,
    int chunk,
    Optional<Boolean> random) {
  /** The file's own shape, values in [0, 1], logits, one thread, 128 samples at once. */
  public static final OnnxRuntimeOptions DEFAULT =
      new OnnxRuntimeOptions(
          Optional.empty(), Scores.LOGITS, Optional.empty(), 1, 128, Optional.empty());

  /** Checks. */
  public OnnxRuntimeOptions {
    if (threads < 0) {
      throw new BadInputException("threads must not be negative, not " + threads);
    }
    if (chunk < 1) {
      throw new BadInputException("samples at once must be at least 1, not " + chunk);
    }
  }

  /** The same for an input whose range, or open lengths, are told. */
  public OnnxRuntimeOptions withInput(InputSpec spec) {
    return new OnnxRuntimeOptions(Optional.of(spec), scores, output, threads, chunk, random);
  }

  /** The same for other scores. */
  public OnnxRuntimeOptions withScores(Scores kind) {
    return new OnnxRuntimeOptions(input, kind, output, threads, chunk, random);
  }
}
