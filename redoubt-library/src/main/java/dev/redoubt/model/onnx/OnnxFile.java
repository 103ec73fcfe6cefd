package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A parsed ONNX file.
 *
 * @param file where it was read
 * @param model its content
 * @param opset the version of the standard operator set that it is written in
 */
record OnnxFile(Path file, ModelProto model, int opset) {
  private static final int OLDEST = 7;
  private static final int NEWEST = 21;

  /**
   * Reads a file, also one that is packed with gzip.
   *
   * @throws BadInputException if it is missing, no ONNX model, or of an opset other than 7 to 21
   */
  static OnnxFile read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new BadInputException("model " + file + " is a folder, expected a file");
      }
      HeapBudget budget = HeapBudget.ofProcess();
      budget.requireArray(Files.size(file), "model " + file);
      return parse(file, unpacked(file, Files.readAllBytes(file), budget));
    } catch (NoSuchFileException e) {
      throw new BadInputException("model " + file + " does not exist", e);
    } catch (IOException e) {
      throw new BadInputException("model " + file + " can't be read: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new BadInputException("model " + file + " is larger than the memory for it", e);
    }
  }

  /** The content of a file that gzip has packed; other files are as they are. */
  private static byte[] unpacked(Path file, byte[] bytes, HeapBudget budget) throws IOException {
    if (bytes.length < 2 || bytes[0] != (byte) 0x1f || bytes[1] != (byte) 0x8b) {
      return bytes;
    }
    int most = (int) Math.min(Integer.MAX_VALUE - 8, budget.bytes());
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] content = in.readNBytes(most);
      if (content.length == most) {
        budget.require(most + 1L, "model " + file);
      }
      return content;
    }
  }

  /** The same from the file's bytes. */
  static OnnxFile parse(Path file, byte[] bytes) {
    ModelProto model;
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.enableAliasing(true);
      model = ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new BadInputException(
          "model " + file + " is no intact ONNX file: truncated, or of another kind", e);
    } catch (IOException e) {
      throw new BadInputException("model " + file + " can't be read: " + e.getMessage(), e);
    }
    GraphProto graph = model.getGraph();
    if (graph.getNodeCount() == 0 || graph.getOutputCount() == 0) {
      throw new BadInputException("model " + file + " is no ONNX file: it has no graph");
    }
    long opset = 0;
    for (OperatorSetIdProto entry : model.getOpsetImportList()) {
      if (isStandard(entry.getDomain())) {
        opset = entry.getVersion();
      }
    }
    if (opset < OLDEST || opset > NEWEST) {
      throw new BadInputException(
          "model %s is written in ONNX opset %d, expected %d to %d"
              .formatted(file, opset, OLDEST, NEWEST));
    }
    return new OnnxFile(file, model, (int) opset);
  }

  /** Whether operators of this domain are those of the standard. */
  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }
}
