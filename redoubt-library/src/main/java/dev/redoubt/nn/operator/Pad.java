package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A border around; negative amounts cut off, before anything is added.
 *
 * @param before how many before the first, one entry a dimension
 * @param after how many after the last, one entry a dimension
 * @param border what is added
 * @param value the value of {@link Border#CONSTANT}
 */
public record Pad(List<Long> before, List<Long> after, Border border, double value)
    implements Operator {
  /** Copies and checks. */
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.size() != after.size()) {
      throw new IllegalArgumentException("padding wants as many amounts before as after");
    }
  }

  /** What stands in a border. */
  public enum Border {
    /** One value. */
    CONSTANT,
    /** The inside mirrored at its outermost element, which is not repeated. */
    REFLECT,
    /** The outermost element. */
    EDGE,
    /** The inside again from its other end. */
    WRAP
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor x = inputs.get(0);
    if (border == Border.CONSTANT) {
      return Layout.pad(
          x,
          before.stream().mapToLong(Long::longValue).toArray(),
          after.stream().mapToLong(Long::longValue).toArray(),
          value);
    }
    return Scope.tensors(
        () -> {
          Tensor padded = Layout.alias(x);
          for (int dim = 0; dim < before.size(); dim++) {
            if (before.get(dim) != 0 || after.get(dim) != 0) {
              Tensor index = Tensors.ofLongs(places(dim, x.size(dim)));
              padded = Layout.select(padded, dim, index.to(x.device()));
            }
          }
          return padded;
        });
  }

  /** Which element of the input stands at each place of the result. */
  private long[] places(int dim, long length) {
    long first = Math.max(0, -before.get(dim));
    long inside = length - first - Math.max(0, -after.get(dim));
    if (inside < 1) {
      throw new IllegalArgumentException(
          "nothing of the " + length + " elements along dimension " + dim + " is left to repeat");
    }
    return LongStream.range(Math.min(0, -before.get(dim)), inside + Math.max(0, after.get(dim)))
        .map(place -> first + source(place, inside))
        .toArray();
  }

  private long source(long place, long length) {
    return switch (border) {
      case CONSTANT -> throw new IllegalStateException("a constant border has no source");
      case EDGE -> Math.max(0, Math.min(place, length - 1));
      case WRAP -> Math.floorMod(place, length);
      case REFLECT -> {
        long there = Math.floorMod(place, Math.max(1, 2 * (length - 1)));
        yield Math.min(there, 2 * (length - 1) - there);
      }
    };
  }
}
