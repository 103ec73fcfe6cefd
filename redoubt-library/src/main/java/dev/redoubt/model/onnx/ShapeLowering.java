package dev.redoubt.model.onnx;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.operator.Expand;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Tile;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operators that give the same elements another shape, or that compute with shapes. */
final class ShapeLowering {
  private ShapeLowering() {}

  static void register(Map<String, Lowering> table) {
    table.put("Shape", Lowering.of(ShapeLowering::shape));
    table.put(
        "Size",
        Lowering.of(
            (node, trace) -> trace.shaped(node.input(0), x -> Tensors.of(new long[] {x.count()}))));
    table.put("Flatten", Lowering.of(ShapeLowering::flatten));
    table.put("Reshape", Lowering.of(ReshapeLowering::lower));
    table.put("Squeeze", Lowering.of(ShapeLowering::squeeze));
    table.put("Unsqueeze", Lowering.of(ShapeLowering::unsqueeze));
    table.put("Transpose", Lowering.of(ShapeLowering::transpose));
    table.put("Expand", Lowering.of(ShapeLowering::expand));
    table.put("Tile", Lowering.of(ShapeLowering::tile));
    table.put("ConstantOfShape", Lowering.of(ShapeLowering::constantOfShape));
    table.put("Range", Lowering.of(ShapeLowering::range));
  }

  /** A reshape to known extents, of which one may go with the batch. */
  static Value reshape(OnnxNode node, Tracer trace, Value x, List<Extent> target) {
    List<Extent> shape = trace.dims(x, node.name());
    if (x.origin() == Value.Origin.BATCH) {
      return trace.shaped(
          x,
          t -> {
            long samples = t == x.small() ? trace.samples() : 2 * trace.samples();
            return Layout.reshape(t, target.stream().mapToLong(e -> e.of(samples)).toArray());
          });
    }
    boolean rows =
        target.size() == 2
            && shape.size() > 1
            && shape.get(0).equals(target.get(0))
            && target.get(0).perSample();
    if (rows) {
      return trace.emit(node.name(), new Flatten(), x);
    }
    List<Long> entries = new ArrayList<>();
    for (Extent extent : target) {
      entries.add(extent.perSample() ? -1 : extent.factor());
    }
    if (entries.stream().filter(n -> n == -1).count() > 1) {
      throw new BatchMixedException("node '" + node.name() + "' has the batch in two dimensions");
    }
    return trace.emit(node.name(), new Reshape(entries), x);
  }

  /** Two dimensions: the product of those before the axis, and of those from it on. */
  static List<Extent> merged(OnnxNode node, List<Extent> shape, int axis) {
    return List.of(
        product(node, shape.subList(0, axis)), product(node, shape.subList(axis, shape.size())));
  }

  private static Extent product(OnnxNode node, List<Extent> shape) {
    long factor = 1;
    boolean perSample = false;
    for (Extent extent : shape) {
      if (extent.perSample() && perSample) {
        throw new BatchMixedException("node '" + node.name() + "' has the batch in it twice");
      }
      factor = Math.multiplyExact(factor, extent.factor());
      perSample |= extent.perSample();
    }
    return new Extent(factor, perSample);
  }

  private static Value shape(OnnxNode node, Tracer trace) {
    int rank = node.input(0).rank();
    int start = clamp(node.integer("start", 0L), rank);
    int end = clamp(node.integer("end", (long) rank), rank);
    return trace.shaped(
        node.input(0),
        x -> {
          long[] part = start < end ? Arrays.copyOfRange(x.shape(), start, end) : new long[0];
          return Tensors.of(part, part.length);
        });
  }

  private static int clamp(long index, int rank) {
    return (int) Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
  }

  private static Value flatten(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    long axis = node.integer("axis", 1L);
    int split = axis == x.rank() ? x.rank() : node.axis(axis, x.rank());
    return reshape(node, trace, x, merged(node, trace.dims(x, node.name()), split));
  }

  private static Value squeeze(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    List<Extent> shape = trace.dims(x, node.name());
    long @Nullable [] axes = node.intsOf("axes", 1);
    boolean[] gone = new boolean[shape.size()];
    if (axes == null) {
      for (int i = 0; i < gone.length; i++) {
        gone[i] = shape.get(i).equals(new Extent(1, false));
      }
    } else {
      for (long axis : axes) {
        int i = node.axis(axis, gone.length);
        if (shape.get(i).perSample()) {
          throw new BatchMixedException("node '" + node.name() + "' squeezes the batch");
        }
        if (shape.get(i).factor() != 1) {
          throw node.unsupported("dimension " + i + " is not 1 but " + shape.get(i).factor());
        }
        gone[i] = true;
      }
    }
    List<Extent> target = new ArrayList<>();
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i]) {
        target.add(shape.get(i));
      }
    }
    return reshape(node, trace, x, target);
  }

  private static Value unsqueeze(OnnxNode node, Tracer trace) {
    Value x = node.input(0);
    long @Nullable [] axes = node.intsOf("axes", 1);
    if (axes == null) {
      throw node.unsupported("it says no axes");
    }
    int rank = x.rank() + axes.length;
    boolean[] fresh = new boolean[rank];
    for (long axis : axes) {
      fresh[node.axis(axis, rank)] = true;
    }
    List<Extent> rest = new ArrayList<>(trace.dims(x, node.name()));
    List<Extent> target = new ArrayList<>();
    for (boolean isFresh : fresh) {
      if (!isFresh && rest.isEmpty()) {
        throw node.unsupported("it names an axis twice");
      }
      target.add(isFresh ? new Extent(1, false) : rest.remove(0));
    }
    return reshape(node, trace, x, target);
  }

  private static Value transpose(OnnxNode node, Tracer trace) {
    int rank = node.input(0).rank();
    long[] reversed = new long[rank];
    Arrays.setAll(reversed, i -> rank - 1 - i);
    long[] order = node.integers("perm", reversed);
    long[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < rank; i++) {
      if (sorted.length != rank || sorted[i] != i) {
        throw node.unsupported("perm " + Arrays.toString(order) + " does not fit its input");
      }
    }
    List<Integer> entries = Arrays.stream(order).mapToObj(Math::toIntExact).toList();
    return trace.emit(node.name(), new Permute(entries), node.input(0));
  }

  /** The extents that a shape computed in both traces stands for. */
  private static List<Extent> extents(OnnxNode node, Tracer trace, Value shape) {
    if (shape.isData()) {
      throw node.unsupported("its shape depends on the samples");
    }
    long[] small = shape.small().longs();
    long[] large = shape.large().longs();
    if (small.length != large.length) {
      throw new BatchMixedException("node '" + node.name() + "' has a shape of changing rank");
    }
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < small.length; i++) {
      if (small[i] < 0) {
        throw new BadInputException(
            "node '%s' (%s) has the length %d".formatted(node.name(), node.type(), small[i]));
      }
      extents.add(trace.extent(small[i], large[i], node.name()));
    }
    return extents;
  }

  private static Value expand(OnnxNode node, Tracer trace) {
    List<Extent> target = extents(node, trace, node.input(1));
    Value x = node.input(0);
    trace.requireRoom(
        node.name(), ArithmeticLowering.broadcast(trace.dims(x, node.name()), target));
    return trace.emitSized(node.name(), new Expand(target), target, x);
  }

  private static Value tile(OnnxNode node, Tracer trace) {
    long[] repeats = node.constant(1).longs();
    List<Extent> shape = new ArrayList<>(trace.dims(node.input(0), node.name()));
    for (int i = 0; i < shape.size() && i < repeats.length; i++) {
      Extent extent = shape.get(i);
      shape.set(i, new Extent(Math.multiplyExact(extent.factor(), repeats[i]), extent.perSample()));
    }
    trace.requireRoom(node.name(), shape);
    List<Long> entries = Arrays.stream(repeats).boxed().toList();
    return trace.emit(node.name(), new Tile(entries), node.input(0));
  }

  private static Value constantOfShape(OnnxNode node, Tracer trace) {
    Tensor given = node.tensor("value");
    Tensor value = given == null ? Tensors.of(new float[1], 1) : given;
    List<Extent> shape = extents(node, trace, node.input(0));
    trace.requireRoom(node.name(), shape);
    return trace.shaped(
        node.input(0), entries -> Layout.expand(Layout.reshape(value), entries.longs()));
  }

  private static Value range(OnnxNode node, Tracer trace) {
    double start = node.constant(0).item();
    double limit = node.constant(1).item();
    double step = node.constant(2).item();
    double count = Math.max(0, Math.ceil((limit - start) / step));
    if (!Double.isFinite(count)) {
      throw node.unsupported("it has no end");
    }
    trace.requireRoom(node.name(), List.of(new Extent((long) Math.min(count, 1e15), false)));
    double[] values = new double[(int) count];
    Arrays.setAll(values, i -> start + i * step);
    return Value.constant(Tensors.of(values, values.length).to(node.constant(0).dtype()));
  }
}
