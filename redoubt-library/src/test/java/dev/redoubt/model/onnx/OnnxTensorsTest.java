package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.redoubt.BadInputException;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors of every type, in every place in which a file may keep them. */
class OnnxTensorsTest {
  private static final OnnxTensors TENSORS = new OnnxTensors(Path.of("test.onnx"));

  private static TensorProto.Builder vector(TensorProto.DataType type, int length) {
    return TensorProto.newBuilder().setName("t").setDataType(type.getNumber()).addDims(length);
  }

  private static double[] values(TensorProto.Builder proto) {
    return Scope.value(() -> TENSORS.read(proto.build()).doubles());
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto.Builder raw(
      TensorProto.DataType type, int length, int width, Consumer<ByteBuffer> fill) {
    ByteBuffer buffer = bytes(length * width);
    fill.accept(buffer);
    return vector(type, length).setRawData(ByteString.copyFrom(buffer.flip()));
  }

  @Test
  void typedFieldsAreRead() {
    assertThat(values(vector(TensorProto.DataType.FLOAT, 2).addFloatData(1.5f).addFloatData(-2)))
        .containsExactly(1.5, -2);
    assertThat(values(vector(TensorProto.DataType.DOUBLE, 1).addDoubleData(0.1)))
        .containsExactly(0.1f);
    assertThat(values(vector(TensorProto.DataType.INT64, 1).addInt64Data(1L << 40)))
        .containsExactly(0x1p40);
    assertThat(values(vector(TensorProto.DataType.INT32, 1).addInt32Data(-7))).containsExactly(-7);
    assertThat(values(vector(TensorProto.DataType.UINT8, 1).addInt32Data(200)))
        .containsExactly(200);
    assertThat(values(vector(TensorProto.DataType.INT8, 1).addInt32Data(-100)))
        .containsExactly(-100);
    assertThat(values(vector(TensorProto.DataType.BOOL, 2).addInt32Data(1).addInt32Data(0)))
        .containsExactly(1, 0);
    assertThat(values(vector(TensorProto.DataType.FLOAT16, 1).addInt32Data(0x3555)))
        .containsExactly(0.333251953125);
    assertThat(values(vector(TensorProto.DataType.BFLOAT16, 1).addInt32Data(0xC049)))
        .containsExactly(-3.140625);
  }

  @Test
  void rawBytesAreRead() {
    assertThat(values(raw(TensorProto.DataType.FLOAT, 1, 4, b -> b.putFloat(1.5f))))
        .containsExactly(1.5);
    assertThat(values(raw(TensorProto.DataType.DOUBLE, 1, 8, b -> b.putDouble(-2.25))))
        .containsExactly(-2.25);
    assertThat(values(raw(TensorProto.DataType.FLOAT16, 1, 2, b -> b.putShort((short) 0xBC00))))
        .containsExactly(-1);
    assertThat(values(raw(TensorProto.DataType.BFLOAT16, 1, 2, b -> b.putShort((short) 0x3F80))))
        .containsExactly(1);
    assertThat(values(raw(TensorProto.DataType.INT64, 1, 8, b -> b.putLong(-9))))
        .containsExactly(-9);
    assertThat(values(raw(TensorProto.DataType.INT16, 1, 2, b -> b.putShort((short) -300))))
        .containsExactly(-300);
  }

  @Test
  void typesAndShapesAreKept() {
    Scope.run(
        () -> {
          Tensor scalar =
              TENSORS.read(
                  TensorProto.newBuilder()
                      .setDataType(TensorProto.DataType.INT64_VALUE)
                      .addInt64Data(3)
                      .build());
          assertThat(scalar.shape()).isEmpty();
          assertThat(scalar.dtype()).isEqualTo(DType.INT64);
          Tensor none = TENSORS.read(vector(TensorProto.DataType.FLOAT, 0).addDims(4).build());
          assertThat(none.shape()).containsExactly(0, 4);
          assertThat(TENSORS.read(vector(TensorProto.DataType.BOOL, 0).build()).dtype())
              .isEqualTo(DType.BOOL);
        });
  }

  private static TensorProto external(String location, String offset, String length) {
    return vector(TensorProto.DataType.FLOAT, 2)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", offset))
        .addExternalData(entry("length", length))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static void refused(Path folder, TensorProto proto, String says) {
    assertThatThrownBy(() -> new OnnxTensors(folder.resolve("model.onnx")).read(proto))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("'t'", says);
  }

  @Test
  void externalDataIsReadFromBesideTheModelAlone(@TempDir Path above) throws IOException {
    Path folder = Files.createDirectory(above.resolve("folder"));
    byte[] values = bytes(12).putFloat(9).putFloat(1).putFloat(2).array();
    Files.write(folder.resolve("weights.bin"), values);
    Files.write(above.resolve("secret.bin"), values);
    double[] read =
        Scope.value(
            () ->
                new OnnxTensors(folder.resolve("model.onnx"))
                    .read(external("weights.bin", "4", "8"))
                    .doubles());
    assertThat(read).containsExactly(1, 2);
    refused(folder, external("absent.bin", "0", "8"), "missing");
    refused(folder, external("../secret.bin", "0", "8"), "not beside the model");
    refused(folder, external(above.resolve("secret.bin").toString(), "0", "8"), "not beside");
    refused(folder, external("", "0", "8"), "not beside");
    refused(folder, external("weights.bin", "8", "8"), "has 12");
    refused(folder, external("weights.bin", "-4", "8"), "has 12");
    refused(folder, external("weights.bin", "0", "12"), "12 external bytes");
    refused(folder, external("weights.bin", "nine", "8"), "'nine'");
    refused(folder, external("weights.bin", "9223372036854775807", "8"), "has 12");
    refused(folder, external("wei\0ghts.bin", "0", "8"), "no path");
  }
}
