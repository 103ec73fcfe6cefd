package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One node of an ONNX graph while it is lowered: its attributes, and the values that it reads. */
final class OnnxNode {
  private final NodeProto proto;
  private final String name;
  private final int opset;
  private final List<@Nullable Value> inputs;
  private final Map<String, AttributeProto> attributes = new LinkedHashMap<>();
  private final Function<AttributeProto, Tensor> tensors;
  private final Predicate<String> read;
  private final boolean soleReader;

  /**
   * A node.
   *
   * @param inputs its inputs; null for those left out
   * @param tensors reads a tensor attribute
   * @param read whether something reads the value of that name
   * @param soleReader whether nothing else reads its first input
   */
  OnnxNode(
      NodeProto proto,
      String name,
      int opset,
      List<@Nullable Value> inputs,
      Function<AttributeProto, Tensor> tensors,
      Predicate<String> read,
      boolean soleReader) {
    this.proto = proto;
    this.name = name;
    this.opset = opset;
    this.inputs = inputs;
    this.tensors = tensors;
    this.read = read;
    this.soleReader = soleReader;
    proto.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
  }

  /** Its name, or that of its first output. */
  static String nameOf(NodeProto proto) {
    String own = proto.getName();
    return !own.isBlank() || proto.getOutputCount() == 0 ? own : proto.getOutput(0);
  }

  String name() {
    return name;
  }

  String type() {
    return proto.getOpType();
  }

  int opset() {
    return opset;
  }

  int outputs() {
    return proto.getOutputCount();
  }

  /** Whether something reads output {@code index}. */
  boolean isRead(int index) {
    return index < proto.getOutputCount() && read.test(proto.getOutput(index));
  }

  int inputCount() {
    return inputs.size();
  }

  boolean has(int index) {
    return index < inputs.size() && inputs.get(index) != null;
  }

  /** An input that the operator can't do without. */
  Value input(int index) {
    Value value = index < inputs.size() ? inputs.get(index) : null;
    if (value == null) {
      throw new BadInputException("node '%s' (%s) lacks input %d".formatted(name, type(), index));
    }
    return value;
  }

  /** All inputs, none of which may be left out. */
  Value[] inputs() {
    Value[] all = new Value[inputs.size()];
    Arrays.setAll(all, this::input);
    return all;
  }

  String inputName(int index) {
    return index < proto.getInputCount() ? proto.getInput(index) : "#" + index;
  }

  /** Whether no other node reads the first input. */
  boolean isSoleReader() {
    return soleReader;
  }

  /**
   * An input that must be known before the samples are.
   *
   * @throws BadInputException if it depends on the samples
   */
  Tensor constant(int index) {
    Value value = input(index);
    if (value.isData()) {
      throw unsupported("its input '" + inputName(index) + "' depends on the samples");
    }
    if (!value.isConstant()) {
      throw new BatchMixedException("node '" + name + "' depends on the number of samples");
    }
    return value.small();
  }

  /**
   * A single number that must be known before the samples are.
   *
   * @throws BadInputException if it depends on the samples
   */
  double number(int index) {
    Tensor value = constant(index);
    return value.dtype().isFloating() ? decimal((float) value.item()) : value.item();
  }

  /** Through text, since 0.1f is meant as 0.1: exact in fp32, and closer to the truth in fp64. */
  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  /** Whole numbers from an attribute (in old opsets) or an input (in new ones); null if absent. */
  long @Nullable [] intsOf(String attribute, int index) {
    AttributeProto given = attributes.get(attribute);
    if (given != null) {
      return given.getIntsList().stream().mapToLong(Long::longValue).toArray();
    }
    return has(index) ? constant(index).longs() : null;
  }

  boolean hasAttribute(String attribute) {
    return attributes.containsKey(attribute);
  }

  long integer(String attribute, long otherwise) {
    AttributeProto given = attributes.get(attribute);
    return given == null ? otherwise : given.getI();
  }

  int integer(String attribute, int otherwise) {
    long value = integer(attribute, (long) otherwise);
    if (value != (int) value) {
      throw wrong(attribute, value);
    }
    return (int) value;
  }

  boolean flag(String attribute, boolean otherwise) {
    return integer(attribute, otherwise ? 1L : 0L) != 0;
  }

  double real(String attribute, double otherwise) {
    AttributeProto given = attributes.get(attribute);
    return given == null ? otherwise : decimal(given.getF());
  }

  String text(String attribute, String otherwise) {
    AttributeProto given = attributes.get(attribute);
    return given == null ? otherwise : given.getS().toStringUtf8();
  }

  long[] integers(String attribute, long... otherwise) {
    AttributeProto given = attributes.get(attribute);
    return given == null
        ? otherwise
        : given.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  float[] reals(String attribute) {
    AttributeProto given = attributes.get(attribute);
    float[] values = new float[given == null ? 0 : given.getFloatsCount()];
    for (int i = 0; given != null && i < values.length; i++) {
      values[i] = given.getFloats(i);
    }
    return values;
  }

  @Nullable Tensor tensor(String attribute) {
    AttributeProto given = attributes.get(attribute);
    return given == null ? null : tensors.apply(given);
  }

  /** A dimension of a value of that rank, counted from the front. */
  int axis(long axis, int rank) {
    long counted = axis < 0 ? axis + rank : axis;
    if (counted < 0 || counted >= rank) {
      throw new BadInputException(
          "node '%s' (%s) has the axis %d, but its input has %d dimensions"
              .formatted(name, type(), axis, rank));
    }
    return (int) counted;
  }

  /** What can't be done with this node. */
  BadInputException unsupported(String why) {
    return new BadInputException(
        "node '%s' (%s) can't be imported: %s".formatted(name, type(), why));
  }

  private BadInputException wrong(String attribute, Object value) {
    return unsupported("attribute " + attribute + " is " + value);
  }
}
