package dev.redoubt.model.weights;

import dev.redoubt.nn.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The only names that a pickle may refer to: those with which {@code torch.save} writes tensors and
 * containers. What calling one does is written here; nothing of the file's choosing is ever called.
 */
sealed interface PickleGlobal extends PickleValue {
  /** The class of a storage. */
  record StorageType(ElementType type) implements PickleGlobal {}

  /** A function or class that may be called. */
  enum Callable implements PickleGlobal {
    ORDERED_DICT,
    SET,
    FROZEN_SET,
    ENCODE,
    REBUILD_TENSOR,
    REBUILD_PARAMETER
  }

  /** All of them by module and name. */
  Map<String, PickleGlobal> KNOWN =
      Map.ofEntries(
          Map.entry("collections.OrderedDict", Callable.ORDERED_DICT),
          Map.entry("builtins.set", Callable.SET),
          Map.entry("__builtin__.set", Callable.SET),
          Map.entry("builtins.frozenset", Callable.FROZEN_SET),
          Map.entry("__builtin__.frozenset", Callable.FROZEN_SET),
          Map.entry("_codecs.encode", Callable.ENCODE),
          Map.entry("torch._utils._rebuild_tensor", Callable.REBUILD_TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v2", Callable.REBUILD_TENSOR),
          Map.entry("torch._utils._rebuild_parameter", Callable.REBUILD_PARAMETER),
          Map.entry("torch.DoubleStorage", new StorageType(ElementType.F64)),
          Map.entry("torch.FloatStorage", new StorageType(ElementType.F32)),
          Map.entry("torch.HalfStorage", new StorageType(ElementType.F16)),
          Map.entry("torch.BFloat16Storage", new StorageType(ElementType.BF16)),
          Map.entry("torch.LongStorage", new StorageType(ElementType.I64)),
          Map.entry("torch.IntStorage", new StorageType(ElementType.I32)),
          Map.entry("torch.ShortStorage", new StorageType(ElementType.I16)),
          Map.entry("torch.CharStorage", new StorageType(ElementType.I8)),
          Map.entry("torch.ByteStorage", new StorageType(ElementType.U8)),
          Map.entry("torch.BoolStorage", new StorageType(ElementType.BOOL)));

  /** The result of calling {@code called}, or nothing if the arguments are not what it takes. */
  static Optional<Object> call(Callable called, List<Object> args) {
    return switch (called) {
      case ORDERED_DICT -> args.isEmpty() ? Optional.of(new Dictionary()) : pairs(args);
      case SET -> set("set", args);
      case FROZEN_SET -> set("frozenset", args);
      // How protocol 2 writes bytes: as text, to be encoded. It is as good as a string.
      case ENCODE ->
          !args.isEmpty() && args.get(0) instanceof String text
              ? Optional.of(text)
              : Optional.empty();
      case REBUILD_TENSOR -> tensor(args);
      case REBUILD_PARAMETER ->
          !args.isEmpty() && args.get(0) instanceof TensorView view
              ? Optional.of(view)
              : Optional.empty();
    };
  }

  /** As Python 2 writes an ordered dictionary: one list of [key, value]. */
  private static Optional<Object> pairs(List<Object> args) {
    Dictionary made = new Dictionary();
    if (args.size() == 1 && args.get(0) instanceof Sequence pairs) {
      for (Object item : pairs.items()) {
        if (!(item instanceof Sequence pair) || pair.items().size() != 2) {
          return Optional.empty();
        }
        made.put(pair.items().get(0), pair.items().get(1));
      }
      return Optional.of(made);
    }
    return Optional.empty();
  }

  private static Optional<Object> set(String kind, List<Object> args) {
    if (args.isEmpty()) {
      return Optional.of(new Sequence(kind, new ArrayList<>()));
    }
    return args.size() == 1 && args.get(0) instanceof Sequence items
        ? Optional.of(new Sequence(kind, items.items()))
        : Optional.empty();
  }

  /** Storage, offset, shape, strides; what follows concerns gradients. */
  private static Optional<Object> tensor(List<Object> args) {
    if (args.size() >= 4
        && args.get(0) instanceof TorchStorage storage
        && args.get(1) instanceof Long offset
        && args.get(2) instanceof Sequence shape
        && args.get(3) instanceof Sequence strides) {
      Optional<List<Long>> sizes = longs(shape);
      Optional<List<Long>> steps = longs(strides);
      if (sizes.isPresent() && steps.isPresent()) {
        return Optional.of(new TensorView(storage, offset, sizes.get(), steps.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<List<Long>> longs(Sequence sequence) {
    if (sequence.items().size() > TensorView.MAX_RANK) {
      return Optional.empty();
    }
    List<Long> numbers = new ArrayList<>();
    for (Object item : sequence.items()) {
      if (!(item instanceof Long number)) {
        return Optional.empty();
      }
      numbers.add(number);
    }
    return Optional.of(List.copyOf(numbers));
  }
}
