package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.redoubt.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The samples as a file declares them: the one input that is no weight.
 *
 * @param file the file
 * @param value the input
 */
record OnnxInput(OnnxFile file, ValueInfoProto value) {
  /** Finds it: old files list their weights among the inputs. */
  static OnnxInput of(OnnxFile file) {
    Set<String> known = new HashSet<>();
    file.model().getGraph().getInitializerList().forEach(tensor -> known.add(tensor.getName()));
    List<ValueInfoProto> free =
        file.model().getGraph().getInputList().stream()
            .filter(value -> !known.contains(value.getName()))
            .toList();
    if (free.size() != 1) {
      throw new BadInputException(
          "model %s has %d inputs %s, expected one"
              .formatted(
                  file.file(), free.size(), free.stream().map(ValueInfoProto::getName).toList()));
    }
    return new OnnxInput(file, free.get(0));
  }

  private List<Dimension> dimensions() {
    TypeProto type = value.getType();
    if (!type.hasTensorType() || !type.getTensorType().hasShape()) {
      throw new BadInputException(
          "model %s does not say the shape of its input '%s'"
              .formatted(file.file(), value.getName()));
    }
    List<Dimension> dimensions = type.getTensorType().getShape().getDimList();
    if (dimensions.isEmpty()) {
      throw new BadInputException(
          "model %s has a single number as its input, expected a list of them"
              .formatted(file.file()));
    }
    return dimensions;
  }

  /** Whether the input is one sample by itself, without a batch dimension. */
  boolean isUnbatched() {
    return dimensions().size() == 1;
  }

  /** The dimensions of one sample. */
  private List<Dimension> own() {
    List<Dimension> dimensions = dimensions();
    return isUnbatched() ? dimensions : dimensions.subList(1, dimensions.size());
  }

  /** The batch size that the file is written for; 1 where it leaves it open. */
  int samples() {
    long given = isUnbatched() ? 1 : dimensions().get(0).getDimValue();
    if (given > 4096) {
      throw new BadInputException(
          "model %s is written for batches of %d".formatted(file.file(), given));
    }
    return (int) Math.max(1, given);
  }

  /** Checks that a trace of two batches can be held. */
  void requireRoom(List<Integer> shape, int samples) {
    double count = 2.0 * samples;
    for (int length : shape) {
      count *= length;
    }
    if (count > Tracer.LARGEST) {
      throw new BadInputException(
          "model %s takes samples of the shape %s, which is too large"
              .formatted(file.file(), shape));
    }
  }

  /** One sample's shape; {@code given} fills in the lengths that the file leaves open. */
  List<Integer> shape(Optional<List<Integer>> given) {
    List<Dimension> own = own();
    boolean open = own.stream().anyMatch(dimension -> dimension.getDimValue() <= 0);
    if (!open) {
      return own.stream()
          .map(dimension -> (int) Math.min(Integer.MAX_VALUE, dimension.getDimValue()))
          .toList();
    }
    List<List<Integer>> candidates = given.map(shape -> candidates(shape, own)).orElse(List.of());
    Optional<List<Integer>> wanted =
        candidates.stream().filter(shape -> fits(shape, own)).findFirst();
    if (wanted.isEmpty()) {
      List<String> names =
          own.stream()
              .map(
                  dimension ->
                      dimension.getDimValue() > 0
                          ? Long.toString(dimension.getDimValue())
                          : dimension.getDimParam().isEmpty() ? "?" : dimension.getDimParam())
              .toList();
      throw new BadInputException(
          "model %s leaves its input shape open: [batch, %s]; say it with --input-shape, as %s"
              .formatted(
                  file.file(),
                  String.join(", ", names),
                  names.size() == 3 ? "3,32,32" : "a list of " + names.size() + " lengths"));
    }
    return wanted.get();
  }

  /** The shape as given, without dimensions of length 1, or with all that is open in one. */
  private static List<List<Integer>> candidates(List<Integer> given, List<Dimension> own) {
    List<List<Integer>> candidates = new ArrayList<>();
    candidates.add(given);
    candidates.add(given.stream().filter(length -> length != 1).toList());
    long open = own.stream().filter(dimension -> dimension.getDimValue() <= 0).count();
    long known =
        own.stream()
            .mapToLong(Dimension::getDimValue)
            .filter(n -> n > 0)
            .reduce(1, (a, b) -> a * b);
    long count = given.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    if (open == 1 && known > 0 && count % known == 0) {
      candidates.add(
          own.stream()
              .map(
                  dimension ->
                      dimension.getDimValue() > 0 ? dimension.getDimValue() : count / known)
              .map(length -> (int) Math.min(Integer.MAX_VALUE, length))
              .toList());
    }
    return candidates;
  }

  private static boolean fits(List<Integer> shape, List<Dimension> own) {
    boolean fits = shape.size() == own.size();
    for (int i = 0; fits && i < own.size(); i++) {
      long length = own.get(i).getDimValue();
      fits = length <= 0 || length == shape.get(i);
    }
    return fits;
  }

  /** Its name in the graph. */
  String name() {
    return value.getName();
  }

  /** Whether it is of integers. */
  boolean isWhole() {
    return switch (value.getType().getTensorType().getElemType()) {
      case TensorProto.DataType.INT64_VALUE,
          TensorProto.DataType.INT32_VALUE,
          TensorProto.DataType.INT16_VALUE,
          TensorProto.DataType.INT8_VALUE,
          TensorProto.DataType.UINT8_VALUE ->
          true;
      default -> false;
    };
  }
}
