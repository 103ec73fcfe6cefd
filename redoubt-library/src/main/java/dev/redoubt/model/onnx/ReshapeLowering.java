package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ONNX's Reshape. Files that were written for a fixed batch name the whole shape in numbers; then
 * the dimension that goes with the batch is the one that has as many elements before it.
 */
final class ReshapeLowering {
  private ReshapeLowering() {}

  static Value lower(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    Value shape = node.input(1);
    if (shape.isData()) {
      throw node.unsupported("its shape depends on the samples");
    }
    boolean zeroIsZero = node.flag("allowzero", false);
    long[] small = resolve(x.small().shape(), shape.small().longs(), zeroIsZero);
    if (small == null) {
      throw node.unsupported(
          "%s can't be given the shape %s"
              .formatted(
                  Arrays.toString(x.small().shape()), Arrays.toString(shape.small().longs())));
    }
    long[] large = resolve(x.large().shape(), shape.large().longs(), zeroIsZero);
    boolean keepsBatch =
        large != null
            && large.length == small.length
            && !(shape.isConstant() && namesBatch(node, trace, x, small, large))
            && sameBatch(node, trace, x, small, large);
    List<Extent> target =
        large != null && keepsBatch
            ? together(node, trace, small, large)
            : byPosition(node, trace, x, small);
    return ShapeLowering.reshape(node, trace, x, target);
  }

  private static List<Extent> together(OnnxNode node, Tracer trace, long[] small, long[] large) {
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < small.length; i++) {
      extents.add(trace.extent(small[i], large[i], node.name()));
    }
    return extents;
  }

  /** Whether as many elements stand before the dimension of the batch as before. */
  private static boolean sameBatch(
      OnnxNode node, Tracer trace, Value x, long[] small, long[] large) {
    long after = 1;
    for (int i = 0; i < small.length && small[i] == large[i]; i++) {
      after *= small[i];
    }
    return !x.isData() || trace.isOneByOne() || before(trace.dims(x, node.name())) == after;
  }

  /** Whether a 1 stands for the batch that the file fixes, though a -1 would take it up as well. */
  private static boolean namesBatch(
      OnnxNode node, Tracer trace, Value x, long[] small, long[] large) {
    if (!x.isData() || trace.isOneByOne()) {
      return false;
    }
    long before = before(trace.dims(x, node.name()));
    long product = 1;
    for (int i = 0; i < small.length && small[i] == large[i]; i++) {
      if (product == before && small[i] == trace.samples()) {
        return true;
      }
      product *= small[i];
    }
    return false;
  }

  /** The number of elements before the dimension that goes with the batch. */
  private static long before(List<Extent> shape) {
    long count = 1;
    for (Extent extent : shape) {
      if (extent.perSample()) {
        return count;
      }
      count *= extent.factor();
    }
    return count;
  }

  private static List<Extent> byPosition(OnnxNode node, Tracer trace, Value x, long[] target) {
    List<Extent> shape = trace.dims(x, node.name());
    long before = before(shape);
    long length =
        shape.stream()
            .filter(Extent::perSample)
            .mapToLong(extent -> extent.of(trace.samples()))
            .findFirst()
            .orElse(0);
    int chosen = -1;
    int likeliest = -1;
    long product = 1;
    for (int i = 0; i < target.length && product <= before; i++) {
      // The batch by itself, as long as it was, or any multiple of it.
      int likely = target[i] == trace.samples() ? 2 : target[i] == length ? 1 : 0;
      if (product == before && target[i] % trace.samples() == 0 && likely > likeliest) {
        chosen = i;
        likeliest = likely;
      }
      product *= target[i];
    }
    if (chosen < 0) {
      throw new BatchMixedException("node '" + node.name() + "' has no dimension for the batch");
    }
    List<Extent> result = new ArrayList<>();
    for (int i = 0; i < target.length; i++) {
      boolean batch = i == chosen;
      result.add(new Extent(batch ? target[i] / trace.samples() : target[i], batch));
    }
    return result;
  }

  /** The shape with its 0 and -1 filled in; null if the elements don't fit. */
  private static long @Nullable [] resolve(long[] from, long[] target, boolean zeroIsZero) {
    long[] shape = target.clone();
    long known = 1;
    int open = -1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0 && !zeroIsZero && i < from.length) {
        shape[i] = from[i];
      }
      if (shape[i] == -1 && open < 0) {
        open = i;
      } else if (shape[i] < 0 || (shape[i] != 0 && known > Long.MAX_VALUE / shape[i])) {
        return null;
      } else {
        known *= shape[i];
      }
    }
    long count = Arrays.stream(from).reduce(1, (a, b) -> a * b);
    if (open >= 0) {
      if (known == 0 || count % known != 0) {
        return null;
      }
      shape[open] = count / known;
      known = count;
    }
    return known == count ? shape : null;
  }
}
