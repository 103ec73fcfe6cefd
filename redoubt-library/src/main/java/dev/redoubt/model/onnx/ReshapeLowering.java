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
    boolean numbers = x.isData() && !trace.isOneByOne() && shape.isConstant();
    if (!numbers && large == null) {
      throw new BatchMixedException("node '" + node.name() + "' can't be given a larger batch");
    }
    return ShapeLowering.reshape(
        node,
        trace,
        x,
        numbers || large == null
            ? inNumbers(node, trace, x, small, large)
            : together(node, trace, small, large));
  }

  private static List<Extent> together(OnnxNode node, Tracer trace, long[] small, long[] large) {
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < Math.max(small.length, large.length); i++) {
      if (small.length != large.length) {
        throw new BatchMixedException("node '" + node.name() + "' changes its rank with the batch");
      }
      extents.add(trace.extent(small[i], large[i], node.name()));
    }
    return extents;
  }

  /**
   * The extents that a shape in numbers stands for. The samples keep their place in the order; of
   * the dimensions that can hold it, the likeliest is one that is theirs alone, then one as long as
   * theirs was, then the one that takes up what is open (-1), then one that begins at the place,
   * then one that ends there, and last the last one, since that holds features. Whether this was
   * right shows when the network is compared with single samples.
   */
  private static List<Extent> inNumbers(
      OnnxNode node, Tracer trace, Value x, long[] target, long @Nullable [] large) {
    long samples = trace.samples();
    List<Extent> shape = trace.dims(x, node.name());
    long before = BatchPlace.before(x, shape, samples);
    long length =
        shape.stream()
            .filter(Extent::perSample)
            .mapToLong(extent -> extent.of(samples))
            .findFirst()
            .orElse(samples);
    int chosen = -1;
    int likeliest = 0;
    long first = 1; // elements before dimension i
    for (int i = 0; i < target.length && first <= before && target[i] > 0; i++) {
      boolean begins = first == before && target[i] % samples == 0;
      long part = before / first;
      boolean holds = before % first == 0 && target[i] % (part * samples) == 0;
      boolean open = large != null && large.length == target.length && large[i] != target[i];
      int likely = 0;
      if (begins) {
        likely = target[i] == samples ? 6 : target[i] == length ? 5 : i < target.length - 1 ? 3 : 1;
      }
      if (holds) {
        likely = Math.max(likely, open ? 4 : begins ? 0 : 2);
      }
      if (likely > likeliest) {
        chosen = i;
        likeliest = likely;
      }
      first *= target[i];
    }
    if (chosen < 0) {
      throw new BatchMixedException("node '" + node.name() + "' has no dimension for the batch");
    }
    List<Extent> result = new ArrayList<>();
    for (int i = 0; i < target.length; i++) {
      boolean batch = i == chosen;
      result.add(new Extent(batch ? target[i] / samples : target[i], batch));
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
