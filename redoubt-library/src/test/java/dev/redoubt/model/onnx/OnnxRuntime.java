package dev.redoubt.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on one file: the first output for rows of inputs. */
public final class OnnxRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;
  private final TensorInfo info;

  OnnxRuntime(Path file) throws OrtException {
    this(options -> OrtEnvironment.getEnvironment().createSession(file.toString(), options));
  }

  /** A model that is a file. */
  public OnnxRuntime(byte[] model) throws OrtException {
    this(options -> OrtEnvironment.getEnvironment().createSession(model, options));
  }

  private OnnxRuntime(Opener opener) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      session = opener.open(options);
    }
    input = session.getInputNames().iterator().next();
    info = (TensorInfo) session.getInputInfo().values().iterator().next().getInfo();
  }

  private interface Opener {
    OrtSession open(OrtSession.SessionOptions options) throws OrtException;
  }

  /** The outputs of all rows, one after another; one row at a time if the file fixes the batch. */
  public float[] outputs(float[] values, int rows, long... shape) throws OrtException {
    long[] declared = info.getShape();
    boolean unbatched = declared.length == shape.length;
    int batch = unbatched ? 1 : declared[0] > 0 ? Math.toIntExact(declared[0]) : rows;
    int features = values.length / rows;
    float[] all = new float[0];
    for (int row = 0; row < rows; row += batch) {
      long[] dims = new long[shape.length + 1];
      dims[0] = batch;
      System.arraycopy(shape, 0, dims, 1, shape.length);
      float[] part = Arrays.copyOfRange(values, row * features, (row + batch) * features);
      float[] result = run(part, unbatched ? shape : dims);
      int offset = all.length;
      all = Arrays.copyOf(all, offset + result.length);
      System.arraycopy(result, 0, all, offset, result.length);
    }
    return all;
  }

  /** The outputs of all rows in batches of a size. */
  float[] outputs(float[] values, int rows, int batch, List<Integer> shape) throws OrtException {
    int features = values.length / rows;
    float[] all = new float[0];
    for (int row = 0; row < rows; row += batch) {
      int count = Math.min(batch, rows - row);
      float[] part = Arrays.copyOfRange(values, row * features, (row + count) * features);
      float[] result = outputs(part, count, shape.stream().mapToLong(Integer::longValue).toArray());
      int offset = all.length;
      all = Arrays.copyOf(all, offset + result.length);
      System.arraycopy(result, 0, all, offset, result.length);
    }
    return all;
  }

  /** The metadata of the file. */
  Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  private float[] run(float[] values, long[] dims) throws OrtException {
    try (OnnxTensor tensor = tensor(values, dims);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] output = new float[buffer.remaining()];
      buffer.get(output);
      return output;
    }
  }

  private OnnxTensor tensor(float[] values, long[] dims) throws OrtException {
    if (info.type == ai.onnxruntime.OnnxJavaType.INT64) {
      long[] whole = new long[values.length];
      Arrays.setAll(whole, i -> (long) values[i]);
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), dims);
    }
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), dims);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
