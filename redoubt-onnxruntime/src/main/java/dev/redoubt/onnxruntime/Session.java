package dev.redoubt.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.redoubt.BadInputException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One input, one output: the runtime with its exceptions as sentences. */
final class Session implements AutoCloseable {
  private static final Set<OnnxJavaType> INPUTS =
      Set.of(
          OnnxJavaType.FLOAT,
          OnnxJavaType.DOUBLE,
          OnnxJavaType.INT64,
          OnnxJavaType.INT32,
          OnnxJavaType.UINT8);
  private static final Set<OnnxJavaType> OUTPUTS = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.DOUBLE);

  private final OrtSession session;
  private final String input;
  private final TensorInfo inputInfo;
  private final String output;

  private Session(OrtSession session, String input, TensorInfo inputInfo, String output) {
    this.session = session;
    this.input = input;
    this.inputInfo = inputInfo;
    this.output = output;
  }

  /** Opens a file; messages have no file name. */
  static Session open(String file, OnnxRuntimeOptions options) {
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      // Warnings are about how a file is written, such as weights that nothing uses.
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      if (options.threads() > 0) {
        settings.setIntraOpNumThreads(options.threads());
      }
      OrtSession session = OrtEnvironment.getEnvironment().createSession(file, settings);
      try {
        NodeInfo input = onlyInput(session);
        return new Session(
            session, input.getName(), inputInfo(input), outputName(session, options.output()));
      } catch (BadInputException | OrtException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private static NodeInfo onlyInput(OrtSession session) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    if (inputs.size() != 1) {
      throw new BadInputException(
          "it has the inputs " + inputs.keySet() + ", expected one: the samples");
    }
    return inputs.values().iterator().next();
  }

  private static TensorInfo inputInfo(NodeInfo input) {
    if (input.getInfo() instanceof TensorInfo info && INPUTS.contains(info.type)) {
      return info;
    }
    throw new BadInputException(
        "its input '%s' is %s, expected a tensor of FLOAT, DOUBLE, INT64, INT32 or UINT8"
            .formatted(input.getName(), type(input)));
  }

  private static String outputName(OrtSession session, Optional<String> wished)
      throws OrtException {
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    Optional<NodeInfo> found =
        outputs.values().stream()
            .filter(node -> wished.isEmpty() || node.getName().equals(wished.get()))
            .filter(
                node -> node.getInfo() instanceof TensorInfo info && OUTPUTS.contains(info.type))
            .findFirst();
    return found
        .orElseThrow(
            () ->
                new BadInputException(
                    "its outputs are %s, expected %s with FLOAT or DOUBLE scores"
                        .formatted(
                            outputs.values().stream()
                                .map(node -> node.getName() + " (" + type(node) + ")")
                                .toList(),
                            wished.map(name -> "'" + name + "'").orElse("one"))))
        .getName();
  }

  private static String type(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo info
        ? "a tensor of " + info.type
        : "a "
            + node.getInfo()
                .getClass()
                .getSimpleName()
                .replace("Info", "")
                .toLowerCase(Locale.ROOT);
  }

  /** The declared shape of the input, -1 for what is open. */
  long[] inputShape() {
    return inputInfo.getShape();
  }

  /** Runs one batch, and gives the output's values in row-major order. */
  float[] run(float[] values, long[] shape) {
    try (OnnxTensor x = tensor(values, shape);
        OrtSession.Result result = session.run(Map.of(input, x), Set.of(output))) {
      OnnxValue y = result.get(0);
      return y instanceof OnnxTensor tensor ? floats(tensor) : new float[0];
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  /** Whole numbers are the nearest ones; bytes go from 0 to 255. */
  private OnnxTensor tensor(float[] values, long[] shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    if (inputInfo.type == OnnxJavaType.FLOAT) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    }
    if (inputInfo.type == OnnxJavaType.DOUBLE) {
      double[] doubles = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        doubles[i] = values[i];
      }
      return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), shape);
    }
    if (inputInfo.type == OnnxJavaType.INT32) {
      int[] ints = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        ints[i] = (int) Math.rint(values[i]);
      }
      return OnnxTensor.createTensor(environment, IntBuffer.wrap(ints), shape);
    }
    if (inputInfo.type == OnnxJavaType.UINT8) {
      byte[] bytes = new byte[values.length];
      for (int i = 0; i < values.length; i++) {
        bytes[i] = (byte) Math.rint(Math.min(255, Math.max(0, values[i])));
      }
      return OnnxTensor.createTensor(
          environment, ByteBuffer.wrap(bytes), shape, OnnxJavaType.UINT8);
    }
    long[] longs = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      longs[i] = (long) Math.rint(values[i]);
    }
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), shape);
  }

  private static float[] floats(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.FLOAT) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
    DoubleBuffer buffer = tensor.getDoubleBuffer();
    float[] values = new float[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) buffer.get(i);
    }
    return values;
  }

  /**
   * The runtime's messages are "Error code - CODE - message: TEXT", over several lines at times.
   */
  private static BadInputException refused(OrtException e) {
    String text = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
    return new BadInputException(
        "ONNX Runtime refuses it: " + text.replaceFirst("^Error code - \\w+ - message: ", ""), e);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw refused(e);
    }
  }
}
