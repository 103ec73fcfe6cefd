package dev.redoubt.model.script;

import dev.redoubt.BadInputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.ToLongFunction;

/**
 * Walks a pickle of TorchScript's serialiser for one question: does every tensor in it lie within
 * its data? The engine takes sizes there on trust, and would read foreign memory. Nothing is built
 * or run; an instruction that the serialiser does not write is refused.
 */
final class PickledTensors {
  /** Something whose value does not matter here. */
  private static final Object OTHER = new Object();

  private static final Object MARK = new Object();

  private static final Map<String, Integer> ELEMENT_BYTES =
      Map.ofEntries(
          Map.entry("FloatStorage", 4),
          Map.entry("DoubleStorage", 8),
          Map.entry("HalfStorage", 2),
          Map.entry("BFloat16Storage", 2),
          Map.entry("LongStorage", 8),
          Map.entry("IntStorage", 4),
          Map.entry("ShortStorage", 2),
          Map.entry("CharStorage", 1),
          Map.entry("ByteStorage", 1),
          Map.entry("BoolStorage", 1),
          Map.entry("ComplexFloatStorage", 8),
          Map.entry("ComplexDoubleStorage", 16),
          Map.entry("QInt8Storage", 1),
          Map.entry("QUInt8Storage", 1),
          Map.entry("QInt32Storage", 4));

  private record Global(String name) {}

  private record Storage(String key, long elements) {}

  private final ByteBuffer in;
  private final ToLongFunction<String> sizeOfData;
  private final Deque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private PickledTensors(byte[] pickle, ToLongFunction<String> sizeOfData) {
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.sizeOfData = sizeOfData;
  }

  /**
   * Checks all tensors of a pickle.
   *
   * @param sizeOfData the bytes of the data with a key, -1 if there are none
   * @throws BadInputException if a tensor is larger than its data, or the pickle is malformed; the
   *     message has no file name
   */
  static void check(byte[] pickle, ToLongFunction<String> sizeOfData) {
    PickledTensors walk = new PickledTensors(pickle, sizeOfData);
    try {
      boolean more = true;
      while (more) {
        more = walk.step(walk.in.get() & 0xff);
      }
    } catch (BufferUnderflowException
        | NoSuchElementException
        | ClassCastException
        | IndexOutOfBoundsException
        | ArithmeticException
        | IllegalArgumentException e) {
      if (e instanceof BadInputException bad) {
        throw bad;
      }
      throw new BadInputException("its pickle is malformed at byte " + walk.in.position(), e);
    }
  }

  /** One instruction; false at the end. The letters are pickle's own opcodes. */
  private boolean step(int opcode) {
    switch (opcode) {
      case 0x80 -> in.get(); // the protocol
      case '(' -> stack.push(MARK);
      case 'N', 0x88, 0x89, ']', '}' -> stack.push(OTHER);
      case 'G' -> {
        in.getDouble();
        stack.push(OTHER);
      }
      case 'K' -> stack.push((long) (in.get() & 0xff));
      case 'M' -> stack.push((long) (in.getShort() & 0xffff));
      case 'J' -> stack.push((long) in.getInt());
      case 0x8a -> stack.push(longNumber());
      case 'X' -> stack.push(text(in.getInt()));
      case 'c' -> stack.push(new Global(line() + "." + line()));
      case 'q' -> memo.put(in.get() & 0xff, stack.getFirst());
      case 'r' -> memo.put(in.getInt(), stack.getFirst());
      case 'h' -> stack.push(remembered(in.get() & 0xff));
      case 'j' -> stack.push(remembered(in.getInt()));
      case ')' -> stack.push(List.of());
      case 't' -> stack.push(sinceMark());
      case 0x85 -> stack.push(last(1));
      case 0x86 -> stack.push(last(2));
      case 0x87 -> stack.push(last(3));
      case 'l', 'd' -> {
        sinceMark();
        stack.push(OTHER);
      }
      case 'e', 'u' -> sinceMark();
      case 'a', 'b' -> stack.pop();
      case 's' -> last(2);
      case 'Q' -> stack.push(storage((List<?>) stack.pop()));
      case 'R', 0x81 -> {
        checkTensor(stack.pop());
        stack.pop();
        stack.push(OTHER);
      }
      case '.' -> {
        return false;
      }
      default ->
          throw new BadInputException(
              "its pickle has the instruction 0x%02x, which TorchScript does not write"
                  .formatted(opcode));
    }
    return true;
  }

  private long longNumber() {
    if (in.get() != 8) {
      throw new IllegalArgumentException("a long of other than 8 bytes");
    }
    return in.getLong();
  }

  private String text(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (char c = (char) in.get(); c != '\n'; c = (char) in.get()) {
      line.append(c);
    }
    return line.toString();
  }

  private Object remembered(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw new NoSuchElementException();
    }
    return value;
  }

  private List<Object> sinceMark() {
    List<Object> values = new ArrayList<>();
    for (Object value = stack.pop(); value != MARK; value = stack.pop()) {
      values.add(0, value);
    }
    return values;
  }

  private List<Object> last(int count) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(0, stack.pop());
    }
    return values;
  }

  /** {@code ("storage", torch.FloatStorage, key, device, elements)}. */
  private Storage storage(List<?> id) {
    String type = ((Global) id.get(1)).name();
    String key = (String) id.get(2);
    long elements = (Long) id.get(4);
    Integer bytes = ELEMENT_BYTES.get(type.replaceFirst("^torch\\.", ""));
    if (bytes == null) {
      throw new BadInputException("its tensors are of the type " + type + ", which is not known");
    }
    long there = sizeOfData.applyAsLong(key);
    if (elements < 0 || Math.multiplyExact(elements, bytes) > there) {
      throw new BadInputException(
          "its data '%s' have %s bytes, but %d elements of %d bytes are declared"
              .formatted(key, there < 0 ? "no" : Long.toString(there), elements, bytes));
    }
    return new Storage(key, elements);
  }

  /** {@code (storage, offset, sizes, strides, …)}, the arguments that rebuild a tensor. */
  private static void checkTensor(Object arguments) {
    if (!(arguments instanceof List<?> list)
        || list.isEmpty()
        || !(list.get(0) instanceof Storage storage)) {
      return;
    }
    long last = (Long) list.get(1);
    List<?> sizes = (List<?>) list.get(2);
    List<?> strides = (List<?>) list.get(3);
    boolean empty = false;
    boolean negative = last < 0 || sizes.size() != strides.size();
    for (int i = 0; i < sizes.size() && !negative; i++) {
      long size = (Long) sizes.get(i);
      long stride = (Long) strides.get(i);
      negative = size < 0 || stride < 0;
      empty |= size == 0;
      last = Math.addExact(last, Math.multiplyExact(Math.max(0, size - 1), stride));
    }
    if (negative || (!empty && last >= storage.elements())) {
      throw new BadInputException(
          "its tensor of shape %s and strides %s is larger than its data '%s' of %d elements"
              .formatted(sizes, strides, storage.key(), storage.elements()));
    }
  }
}
