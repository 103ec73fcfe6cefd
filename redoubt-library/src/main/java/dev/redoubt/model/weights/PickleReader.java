package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.model.weights.PickleValue.Constant;
import dev.redoubt.model.weights.PickleValue.Dictionary;
import dev.redoubt.model.weights.PickleValue.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads pickles (protocols 2 to 5) that hold tensors, numbers, strings and containers; a reference
 * to anything else is refused by its name. The opcodes are those of Python's {@code pickletools}.
 *
 * <p>Nothing is recursive, and each opcode makes at most one value: their number is bounded, and
 * with it memory and time.
 */
final class PickleReader {
  private static final int MAX_STEPS = 2_000_000;

  private final PickleInput in;
  private final String source;
  private final PickleStack stack;
  private final Map<Long, Object> memo = new HashMap<>();
  private final Map<String, TorchStorage> storages;
  private long steps;

  private PickleReader(PickleInput in, String source, Map<String, TorchStorage> storages) {
    this.in = in;
    this.source = source;
    this.storages = storages;
    this.stack = new PickleStack(source);
  }

  /**
   * The value of one pickle, which may be followed by something else.
   *
   * @throws BadInputException if it is damaged or holds anything but weights
   */
  static Object read(PickleInput in, String source) {
    return read(in, source, new HashMap<>());
  }

  /** The same; adds all storages that the pickle refers to, by their keys. */
  static Object read(PickleInput in, String source, Map<String, TorchStorage> storages) {
    return new PickleReader(in, source, storages).run();
  }

  private Object run() {
    while (steps++ < MAX_STEPS) {
      int opcode = in.unsigned8();
      if (opcode == '.') {
        return stack.pop();
      }
      if (!scalar(opcode) && !container(opcode) && !memory(opcode) && !object(opcode)) {
        throw new BadInputException(
            "%s has the byte %#04x at %d of its pickle, which is none that torch.save writes"
                .formatted(source, opcode, in.position() - 1));
      }
    }
    throw new BadInputException(
        "%s has a pickle of more than %d steps, expected a state dict"
            .formatted(source, MAX_STEPS));
  }

  private boolean scalar(int opcode) {
    switch (opcode) {
      case 'N' -> stack.push(Constant.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'J' -> stack.push((long) in.signed32());
      case 'K' -> stack.push((long) in.unsigned8());
      case 'M' -> stack.push((long) in.unsigned16());
      case 0x8a -> stack.push(in.integer(in.unsigned8()));
      case 0x8b -> stack.push(in.integer(in.signed32()));
      case 'G' -> stack.push(in.float64());
      case 'X' -> stack.push(in.text(in.unsigned32()));
      case 0x8c -> stack.push(in.text(in.unsigned8()));
      case 0x8d -> stack.push(in.text(in.signed64()));
      case 'T' -> stack.push(in.text(in.signed32()));
      case 'U' -> stack.push(in.text(in.unsigned8()));
      case 'B' -> stack.push(in.raw(in.unsigned32()));
      case 'C' -> stack.push(in.raw(in.unsigned8()));
      case 0x8e, 0x96 -> stack.push(in.raw(in.signed64()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case ')' -> stack.push(new Sequence("tuple", List.of()));
      case 0x85, 0x86, 0x87 -> stack.push(new Sequence("tuple", stack.popLast(opcode - 0x84)));
      case 't' -> stack.push(new Sequence("tuple", stack.popToMark()));
      case ']' -> stack.push(new Sequence("list", new ArrayList<>()));
      case 'l' -> stack.push(new Sequence("list", stack.popToMark()));
      case 0x8f -> stack.push(new Sequence("set", new ArrayList<>()));
      case 0x91 -> stack.push(new Sequence("frozenset", stack.popToMark()));
      case 'a' -> extend(List.of(stack.pop()));
      case 'e', 0x90 -> extend(stack.popToMark());
      case '}' -> stack.push(new Dictionary());
      case 'd' -> stack.push(put(new Dictionary(), stack.popToMark()));
      case 's' -> putIntoTop(stack.popLast(2));
      case 'u' -> putIntoTop(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void extend(List<Object> items) {
    if (!(stack.top() instanceof Sequence target)
        || target.kind().equals("tuple")
        || target.kind().equals("frozenset")) {
      throw stack.damaged();
    }
    target.items().addAll(items);
  }

  private void putIntoTop(List<Object> pairs) {
    if (!(stack.top() instanceof Dictionary target)) {
      throw stack.damaged();
    }
    put(target, pairs);
  }

  private Dictionary put(Dictionary target, List<Object> pairs) {
    if (pairs.size() % 2 != 0) {
      throw stack.damaged();
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      target.put(pairs.get(i), pairs.get(i + 1));
    }
    return target;
  }

  private boolean memory(int opcode) {
    switch (opcode) {
      case '(' -> stack.push(Constant.MARK);
      case '0' -> stack.pop();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.top());
      case 'q' -> memo.put((long) in.unsigned8(), stack.top());
      case 'r' -> memo.put(in.unsigned32(), stack.top());
      case 0x94 -> memo.put((long) memo.size(), stack.top());
      case 'h' -> recall(in.unsigned8());
      case 'j' -> recall(in.unsigned32());
      case 0x80 -> protocol(in.unsigned8());
      case 0x95 -> in.signed64(); // the length of a frame: only of use to those who buffer
      default -> {
        return false;
      }
    }
    return true;
  }

  private void recall(long index) {
    Object value = memo.get(index);
    if (value == null) {
      throw stack.damaged();
    }
    stack.push(value);
  }

  private void protocol(int version) {
    if (version > 5) {
      throw new BadInputException(
          source + " has pickle protocol " + version + ", expected at most 5");
    }
  }

  private boolean object(int opcode) {
    switch (opcode) {
      case 'c' -> {
        String module = in.line();
        stack.push(global(module, in.line()));
      }
      case 0x93 -> {
        List<Object> names = stack.popLast(2);
        stack.push(global(text(names.get(0)), text(names.get(1))));
      }
      case 'i' -> {
        String module = in.line();
        throw refused(module + "." + in.line());
      }
      case 'R', 0x81 -> {
        List<Object> call = stack.popLast(2);
        stack.push(call(call.get(0), call.get(1)));
      }
      case 'b' -> build(stack.pop());
      case 'Q' -> stack.push(storage(stack.pop()));
      case 'o', 0x92 -> throw refused("Python object");
      case 0x82, 0x83, 0x84 -> throw refused("registered Python object");
      default -> {
        return false;
      }
    }
    return true;
  }

  private String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw stack.damaged();
  }

  private PickleGlobal global(String module, String name) {
    String full = module + "." + name;
    PickleGlobal known = PickleGlobal.KNOWN.get(full);
    if (known == null) {
      throw refused(full);
    }
    return known;
  }

  private BadInputException refused(String what) {
    return new BadInputException(
        "%s holds a %s, which is not a tensor, number, string or container: Redoubt reads weights only and runs no code"
            .formatted(source, Excerpt.of(what)));
  }

  private Object call(Object called, Object args) {
    if (!(called instanceof PickleGlobal.Callable known) || !(args instanceof Sequence list)) {
      throw stack.damaged();
    }
    if (!list.items().isEmpty() && list.items().get(0) instanceof Sequence copied) {
      steps += copied.items().size(); // what is made from a list costs as much as the list is long
    }
    Object made = PickleGlobal.call(known, list.items()).orElseThrow(stack::damaged);
    if (made instanceof TensorView view) {
      Optional<String> problem = view.problem();
      if (problem.isPresent()) {
        throw new BadInputException("%s holds a tensor with %s".formatted(source, problem.get()));
      }
    }
    return made;
  }

  /** Attributes of a dictionary, such as the versions that state dicts note; of no use here. */
  private void build(Object state) {
    if (!(stack.top() instanceof Dictionary) || !(state instanceof Dictionary)) {
      throw stack.damaged();
    }
  }

  /** ('storage', type, key, device, count), before 1.6 also what part of another it is. */
  private TorchStorage storage(Object id) {
    if (id instanceof Sequence tuple
        && tuple.items().size() >= 5
        && "storage".equals(tuple.items().get(0))
        && tuple.items().get(1) instanceof PickleGlobal.StorageType type
        && tuple.items().get(2) instanceof String key
        && tuple.items().get(4) instanceof Long count
        && count >= 0) {
      if (tuple.items().size() > 5 && tuple.items().get(5) != Constant.NONE) {
        throw new BadInputException(
            source + " holds a view of another storage: save it again with PyTorch 1.6 or later");
      }
      TorchStorage storage = new TorchStorage(key, type.type(), count);
      storages.put(key, storage);
      return storage;
    }
    if (id instanceof Sequence tuple
        && !tuple.items().isEmpty()
        && "module".equals(tuple.items().get(0))) {
      throw new BadInputException(
          source + " holds a whole module with its code: save its state_dict() instead");
    }
    throw stack.damaged();
  }
}
