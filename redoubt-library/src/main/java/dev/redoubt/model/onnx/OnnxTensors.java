package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.ElementType;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tensors of an ONNX file. Floating-point types become fp32, integers int64. A tensor may
 * lie in a file of its own beside the model ("external data").
 */
final class OnnxTensors {
  private final Path file;

  OnnxTensors(Path file) {
    this.file = file;
  }

  /**
   * The tensor.
   *
   * @throws BadInputException if its values are not all there, or of a type that is no number
   */
  Tensor read(TensorProto proto) {
    long[] shape = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int count = count(proto, shape);
    TensorProto.DataType type = TensorProto.DataType.forNumber(proto.getDataType());
    ElementType element = type == null ? null : elementType(type);
    if (element == null) {
      throw bad(
          proto, "has elements of type %s, which Redoubt does not compute with".formatted(type));
    }
    ByteBuffer bytes = bytes(proto, element, count);
    return switch (element) {
      case F64, F32, F16, BF16 ->
          Tensors.of(numbers(proto, element.floats(bytes, 0, count)), shape);
      case BOOL -> Tensors.of(element.floats(bytes, 0, count), shape).to(DType.BOOL);
      case I64, I32, I16, I8, U8 -> Tensors.of(integers(element, bytes, count), shape);
    };
  }

  private float[] numbers(TensorProto proto, float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        throw bad(proto, "has a NaN among its values");
      }
    }
    return values;
  }

  private static @Nullable ElementType elementType(TensorProto.DataType type) {
    return switch (type) {
      case DOUBLE -> ElementType.F64;
      case FLOAT -> ElementType.F32;
      case FLOAT16 -> ElementType.F16;
      case BFLOAT16 -> ElementType.BF16;
      case INT64 -> ElementType.I64;
      case INT32 -> ElementType.I32;
      case INT16 -> ElementType.I16;
      case INT8 -> ElementType.I8;
      case UINT8 -> ElementType.U8;
      case BOOL -> ElementType.BOOL;
      default -> null;
    };
  }

  private int count(TensorProto proto, long[] shape) {
    long count = 1;
    for (long length : shape) {
      if (length < 0 || (length > 0 && count > Integer.MAX_VALUE / length)) {
        throw bad(proto, "has the shape " + proto.getDimsList());
      }
      count *= length;
    }
    return (int) count;
  }

  /** The tensor's values, little-endian, from whichever of the places they stand in. */
  private ByteBuffer bytes(TensorProto proto, ElementType type, int count) {
    long expected = (long) type.bytes() * count;
    ByteBuffer bytes;
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      bytes = external(proto, expected);
    } else if (proto.hasRawData()) {
      bytes = proto.getRawData().asReadOnlyByteBuffer();
    } else {
      bytes = typed(proto, type, count);
    }
    if (bytes.remaining() != expected) {
      throw bad(proto, "has " + bytes.remaining() + " bytes where its shape asks for " + expected);
    }
    return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Values in a field of their type; the narrow types share that of 32-bit integers. */
  private ByteBuffer typed(TensorProto proto, ElementType type, int count) {
    int there =
        switch (type) {
          case F64 -> proto.getDoubleDataCount();
          case F32 -> proto.getFloatDataCount();
          case I64 -> proto.getInt64DataCount();
          case F16, BF16, I32, I16, I8, U8, BOOL -> proto.getInt32DataCount();
        };
    if (there != count) {
      throw bad(proto, "has " + there + " values where its shape asks for " + count);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(type.bytes(), count)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case F64 -> bytes.putDouble(proto.getDoubleData(i));
        case F32 -> bytes.putFloat(proto.getFloatData(i));
        case I64 -> bytes.putLong(proto.getInt64Data(i));
        case I32 -> bytes.putInt(proto.getInt32Data(i));
        case F16, BF16, I16 -> bytes.putShort((short) proto.getInt32Data(i));
        case I8, U8, BOOL -> bytes.put((byte) proto.getInt32Data(i));
      }
    }
    return bytes.flip();
  }

  private ByteBuffer external(TensorProto proto, long expected) {
    String location = "";
    long offset = 0;
    long length = expected;
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = number(proto, entry.getValue());
        case "length" -> length = number(proto, entry.getValue());
        default -> {
          continue; // a checksum, say
        }
      }
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path data;
    try {
      data = folder == null ? Path.of(location) : folder.resolve(location).normalize();
    } catch (InvalidPathException e) {
      throw bad(proto, "names the external file '" + location + "', which is no path");
    }
    if (location.isEmpty() || folder == null || !data.startsWith(folder)) {
      throw bad(proto, "has its values in '" + location + "', which is not beside the model");
    }
    if (!Files.isRegularFile(data)) {
      throw bad(proto, "has its values in the file " + data + ", which is missing");
    }
    try (FileChannel channel = FileChannel.open(data)) {
      if (length != expected) {
        throw bad(
            proto, "has %d external bytes where its shape asks for %d".formatted(length, expected));
      }
      if (offset < 0 || offset > channel.size() - length) {
        throw bad(
            proto,
            "wants %d bytes from %d on of %s, which has %d"
                .formatted(expected, offset, data, channel.size()));
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    } catch (IOException e) {
      throw bad(proto, "has its values in " + data + ", which can't be read: " + e.getMessage());
    }
  }

  private long number(TensorProto proto, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad(proto, "has the external offset or length '" + text + "'");
    }
  }

  private static long[] integers(ElementType type, ByteBuffer bytes, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case I64 -> bytes.getLong(8 * i);
            case I32 -> bytes.getInt(4 * i);
            default -> (long) type.at(bytes, i); // exact: at most 16 bits
          };
    }
    return values;
  }

  private BadInputException bad(TensorProto proto, String why) {
    return new BadInputException("tensor '%s' in %s %s".formatted(proto.getName(), file, why));
  }
}
