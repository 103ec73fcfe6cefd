package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.Version;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Scope;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a model as an ONNX file (opset 17), so that it can be deployed where ONNX is.
 *
 * <p>The input {@code input} is in pixel space, as the network's is: {@code [batch, ...shape]}, any
 * batch (or 1, where the graph takes one sample at a time). The output {@code logits} is {@code
 * [batch, classes]}. The weights are fp32 under the names that they have in the network. The
 * metadata hold {@value #LABELS}, a JSON list of the class names, and {@value #RANGE}, the smallest
 * and the largest allowed value of the input as a JSON list. The same model gives the same bytes.
 */
public final class OnnxExporter {
  /** The metadata entry of the class names. */
  public static final String LABELS = "labels";

  /** The metadata entry of the input's range. */
  public static final String RANGE = "input_range";

  private static final int OPSET = 17;
  private static final ObjectMapper JSON = new ObjectMapper();

  private OnnxExporter() {}

  /**
   * Writes the file, atomically.
   *
   * @throws BadInputException if the place can't be written, ONNX can't express the network, or the
   *     file would be larger than 2 GB
   */
  public static void write(ModelBundle bundle, Path file) {
    ModelProto model = model(bundle);
    AtomicFile.write(file, model::writeTo);
  }

  /**
   * The file's content.
   *
   * @throws BadInputException if ONNX can't express the network, or the file would be larger than 2
   *     GB
   */
  public static byte[] toBytes(ModelBundle bundle) {
    return model(bundle).toByteArray();
  }

  private static ModelProto model(ModelBundle bundle) {
    if (bundle.network().graph().isTimed()) {
      throw new BadInputException(
          "the network can't be written as ONNX: it is told the time of each sample, and the file would have no input for that");
    }
    requireRoom(weightBytes(bundle.network().graph()));
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(Version.IR_VERSION_2021_7_30_VALUE) // the one that came with opset 17
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setProducerName(Producer.NAME)
            .setProducerVersion(Producer.version())
            .setGraph(
                Autograd.noGrad(
                    () ->
                        Scope.value(
                            () -> NetworkExport.of(bundle.network(), bundle.input().shape()))))
            .addMetadataProps(entry(LABELS, bundle.labels()))
            .addMetadataProps(entry(RANGE, List.of(bundle.input().low(), bundle.input().high())))
            .build();
    requireRoom((double) Integer.toUnsignedLong(model.getSerializedSize()));
    return model;
  }

  /** What the weights of a graph take in fp32. */
  static double weightBytes(Graph graph) {
    double[] bytes = {0};
    Network.forEachWeight(
        graph,
        (name, spec) ->
            bytes[0] +=
                4
                    * spec.shape().stream()
                        .mapToDouble(Long::doubleValue)
                        .reduce(1, (a, b) -> a * b));
    return bytes[0];
  }

  /** Protocol buffers, which ONNX files are, end at 2 GB. */
  static void requireRoom(double bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new BadInputException(
          "the model would take %.1f GB as an ONNX file, which holds at most 2 GB"
              .formatted(bytes / (1L << 30)));
    }
  }

  private static StringStringEntryProto entry(String key, Object value) {
    try {
      return StringStringEntryProto.newBuilder()
          .setKey(key)
          .setValue(JSON.writeValueAsString(value))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
