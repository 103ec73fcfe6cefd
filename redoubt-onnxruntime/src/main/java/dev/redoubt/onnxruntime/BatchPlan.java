package dev.redoubt.onnxruntime;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How samples are put into a file's input.
 *
 * @param input shape of one sample as the file has it, and its range
 * @param shape the file's input for {@code fixed} samples, or for one, if the batch is open
 * @param fixed samples that it takes, neither more nor less; 0 if the first dimension is open
 */
record BatchPlan(InputSpec input, List<Long> shape, int fixed) {
  /** The most values that are handed over at once. */
  private static final long LARGEST = 1L << 27;

  /**
   * Reads a declared shape.
   *
   * @param declared the file's shape, -1 for what is open
   * @param wished as many values, their range, and the lengths that are open, if they are told
   * @throws BadInputException if they don't fit, are too many, or the declared shape leaves open
   *     what nobody tells
   */
  static BatchPlan of(long[] declared, Optional<InputSpec> wished) {
    if (declared.length == 0) {
      throw new BadInputException("its input is a scalar, expected a batch of samples");
    }
    boolean open = declared[0] < 0;
    long[] shape = declared.clone();
    shape[0] = open ? 1 : shape[0];
    List<Integer> unknown =
        IntStream.range(1, shape.length).filter(i -> declared[i] < 0).boxed().toList();
    requireBounded(shape);
    if (!unknown.isEmpty()) {
      fill(shape, unknown, declared, wished);
      requireBounded(shape);
    }
    InputSpec input = ownInput(shape, wished);
    if (wished.isPresent() && wished.get().features() != input.features()) {
      throw new BadInputException(
          "its input has the shape %s, which does not hold samples of shape %s"
              .formatted(Arrays.toString(declared), wished.get().shape()));
    }
    boolean unbatched = shape.length == 1;
    int samples = unbatched ? 1 : Math.toIntExact(shape[0]);
    return new BatchPlan(
        input, Arrays.stream(shape).boxed().toList(), open && !unbatched ? 0 : samples);
  }

  /** Lengths that are open count as 1. */
  private static void requireBounded(long[] shape) {
    if (Arrays.stream(shape).mapToDouble(n -> Math.max(1, n)).reduce(1, (a, b) -> a * b)
        > LARGEST) {
      throw new BadInputException(
          "its input has the shape %s, expected at most %d values"
              .formatted(Arrays.toString(shape), LARGEST));
    }
  }

  private static void fill(
      long[] shape, List<Integer> unknown, long[] declared, Optional<InputSpec> wished) {
    InputSpec spec =
        wished.orElseThrow(
            () ->
                new BadInputException(
                    "its input has the shape %s, which leaves more open than the batch: give the"
                            .formatted(Arrays.toString(declared))
                        + " input shape"));
    boolean sameRank = spec.shape().size() == shape.length - 1;
    if (!sameRank && unknown.size() > 1) {
      throw new BadInputException(
          "its input has the shape %s, which does not say where the dimensions of %s go"
              .formatted(Arrays.toString(declared), spec.shape()));
    }
    for (int i : unknown) {
      shape[i] = sameRank ? spec.shape().get(i - 1) : 1;
    }
    if (!sameRank) {
      long others = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
      shape[unknown.get(0)] = Math.max(1, spec.features() / Math.max(1, others));
    }
  }

  /** One sample as the file has it: all dimensions but the batch. */
  private static InputSpec ownInput(long[] shape, Optional<InputSpec> wished) {
    return new InputSpec(
        Arrays.stream(shape).skip(shape.length == 1 ? 0 : 1).mapToObj(Math::toIntExact).toList(),
        wished.map(InputSpec::low).orElse(0.0),
        wished.map(InputSpec::high).orElse(1.0));
  }

  /** The same, one sample at a time. */
  BatchPlan oneByOne() {
    return new BatchPlan(input, shape, 1);
  }

  /** Samples that may be handed over at once, at least 1, where a user wishes so many. */
  int atOnce(int wished) {
    return fixed == 0 ? (int) Math.min(wished, LARGEST / input.features()) : fixed;
  }

  /** The file's input for {@code n} samples. */
  long[] shapeFor(int n) {
    long[] whole = shape.stream().mapToLong(Long::longValue).toArray();
    whole[0] = fixed == 0 ? n : whole[0];
    return whole;
  }
}
