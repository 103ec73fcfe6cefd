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
 * @param input shape and range of one sample
 * @param shape the file's input for {@code fixed} samples, or for one, if the batch is open
 * @param fixed samples that it takes, neither more nor less; 0 if the first dimension is open
 */
record BatchPlan(InputSpec input, List<Long> shape, int fixed) {
  /**
   * Fits samples to a declared shape.
   *
   * @param declared the file's shape, -1 for what is open
   * @param wished the sample, if it is told
   * @throws BadInputException if they don't fit, or the declared shape leaves open what nobody
   *     tells
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
    if (!unknown.isEmpty()) {
      fill(shape, unknown, declared, wished);
    }
    long values = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    InputSpec input = wished.orElseGet(() -> ownInput(shape));
    long samples = input.features() == 0 ? 0 : values / input.features();
    boolean whole = samples * input.features() == values;
    if (!whole || samples < 1 || (samples > 1 && samples != shape[0]) || (open && samples != 1)) {
      throw new BadInputException(
          "its input has the shape %s, which does not hold samples of shape %s"
              .formatted(Arrays.toString(declared), input.shape()));
    }
    return new BatchPlan(
        input, Arrays.stream(shape).boxed().toList(), open ? 0 : Math.toIntExact(samples));
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

  private static InputSpec ownInput(long[] shape) {
    if (shape.length == 1) {
      return new InputSpec(List.of(Math.toIntExact(shape[0])), 0, 1);
    }
    return new InputSpec(Arrays.stream(shape).skip(1).mapToObj(Math::toIntExact).toList(), 0, 1);
  }

  /** The same, one sample at a time. */
  BatchPlan oneByOne() {
    return new BatchPlan(input, shape, 1);
  }

  /** The file's input for {@code n} samples. */
  long[] shapeFor(int n) {
    long[] whole = shape.stream().mapToLong(Long::longValue).toArray();
    whole[0] = fixed == 0 ? n : whole[0];
    return whole;
  }
}
