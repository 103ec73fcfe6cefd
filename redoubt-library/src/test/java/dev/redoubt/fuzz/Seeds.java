package dev.redoubt.fuzz;

import dev.redoubt.data.InputSpec;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpyFormat;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.onnx.OnnxExporter;
import dev.redoubt.model.weights.PickleWriter;
import dev.redoubt.model.weights.TorchFiles;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.Mlp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Small sound files of each kind, always the same. */
final class Seeds {
  private Seeds() {}

  static byte[] pickle() {
    return tensors(new PickleWriter()).done();
  }

  static byte[] checkpointPickle() {
    PickleWriter pickle = new PickleWriter().op('}', 'q', 0, '(').text("epoch").number(3);
    tensors(pickle.text("net")).text("best").number(.5).text("args").op('N');
    pickle.text("tags").op(']', '(').text("x").op(0x88, 'e').text("seen");
    pickle.global("builtins", "set").op(']', 'q', 1, 0x85, 'R').text("again").op('h', 1);
    return pickle.text("huge").op(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1).op('u').done();
  }

  private static PickleWriter tensors(PickleWriter pickle) {
    return pickle
        .dict()
        .text("a.weight")
        .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
        .text("a.bias")
        .tensor("HalfStorage", "1", 4)
        .text("a.num_batches_tracked")
        .tensor("LongStorage", "1", 1, 0, new long[0], new long[0])
        .text("empty")
        .tensor("BoolStorage", "2", 0)
        .end();
  }

  static byte[] torchZip() {
    return TorchFiles.zip(pickle(), Map.of("0", new byte[24], "1", new byte[8], "2", new byte[0]));
  }

  static byte[] torchLegacy() {
    PickleWriter pickle = new PickleWriter().dict();
    pickle.text("w").tensor("FloatStorage", "7", 2, 3).text("b").tensor("FloatStorage", "8", 2);
    Map<String, float[]> storages = new LinkedHashMap<>();
    storages.put("7", new float[] {1, 2, 3, 4, 5, 6});
    storages.put("8", new float[] {-1, 1});
    return TorchFiles.legacy(pickle.end().done(), storages);
  }

  static byte[] safetensors() {
    Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
    entries.put("a.weight", Safetensors.Entry.of(new float[] {1, 2, 3, 4, 5, 6}, List.of(2L, 3L)));
    entries.put("a.bias", new Safetensors.Entry("BF16", List.of(2L), new byte[4]));
    entries.put("n", new Safetensors.Entry("I64", List.of(), new byte[8]));
    return new Safetensors(Map.of("format", "pt"), entries).toBytes();
  }

  private static Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x", NpyArray.of(new float[] {0, .5f, 1, .25f}, 2, 2));
    arrays.put("y", NpyArray.of(new long[] {0, 1}, 2));
    arrays.put("low", NpyArray.of(new double[] {0}));
    return arrays;
  }

  static byte[] npz() {
    return bytes(out -> NpzWriter.write(out, arrays()));
  }

  /** A universal perturbation of four values. */
  static byte[] universal() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("delta", NpyArray.of(new float[] {.1f, -.1f, 0, .05f}, 1, 2, 2));
    arrays.put("epsilon", NpyArray.of(new double[] {.1}));
    arrays.put("norm", NpyArray.of("linf".getBytes(StandardCharsets.UTF_8), 4));
    arrays.put("name", NpyArray.of("u".getBytes(StandardCharsets.UTF_8), 1));
    return bytes(out -> NpzWriter.write(out, arrays));
  }

  static List<byte[]> npy() {
    return arrays().values().stream()
        .map(array -> bytes(out -> NpyFormat.write(array, out)))
        .toList();
  }

  /** Two images, as they are and packed. */
  static List<byte[]> idxImages() {
    byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 8, 9, 10};
    return List.of(images, packed(images));
  }

  private static byte[] packed(byte[] content) {
    return bytes(
        out -> {
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
          }
        });
  }

  /** A specification with all that the format has, as it is and packed. */
  static List<byte[]> vnnLib() {
    String text =
        """
        ; a comment
        (declare-const X_0 Real)
        (declare-const X_1 Real)
        (declare-const Y_0 Real)
        (declare-const Y_1 Real)
        (assert (and (>= X_0 -1.5e-1) (<= X_0 1)))
        (assert (<= X_1 0.5)) (assert (>= (* 2 X_1) -1))
        (assert (or (and (<= Y_0 Y_1) (>= Y_0 3)) (and (<= X_0 0) (>= (- (+ Y_0 1) Y_1) 2))))
        """;
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return List.of(bytes, packed(bytes));
  }

  /** The labels of two images. */
  static List<byte[]> idxLabels() {
    return List.of(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 9});
  }

  /** With a flag and the time in seconds; with a count, the time of a clock and another order. */
  static List<byte[]> cohenLogs() {
    return List.of(
        table(
            "idx,label,predict,radius,correct,time;0,3,3,0.378,1,15.4;20,7,-1,0.0,0,15.6;"
                + "40,4,2,1.5e-05,0,3"),
        table(
            "time,radius,idx,label,predict,correct;0:00:14.206886,0.5,0,1,1,1;0:01:02,.25,1,2,2,2"));
  }

  private static byte[] table(String text) {
    return text.replace(',', '\t').replace(';', '\n').getBytes(StandardCharsets.US_ASCII);
  }

  static List<byte[]> certificates() {
    String line =
        "{\"id\":3,\"label\":1,\"prediction\":1,\"radius\":0.5,\"p_low\":0.9,\"n\":64,\"n0\":0,"
            + "\"alpha\":0.001,\"sigma\":0.25,\"seed\":7,\"correct\":true,\"seconds\":0.1}";
    String other =
        line.replace("\"id\":3", "\"id\":4").replace("\"prediction\":1", "\"prediction\":2");
    return List.of(
        (line + "\n" + other.replace("true", "false")).getBytes(StandardCharsets.US_ASCII));
  }

  static List<byte[]> ppm() {
    return List.of(
        "P6\n# two pixels\n2 1\n255\nabcdef".getBytes(StandardCharsets.US_ASCII),
        "P5 2 2 15 abcd".getBytes(StandardCharsets.US_ASCII));
  }

  private interface Content {
    void writeTo(ByteArrayOutputStream out) throws IOException;
  }

  private static byte[] bytes(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Networks of ours as ONNX files. */
  static List<byte[]> onnx() {
    InputSpec image = InputSpec.image(1, 8, 8);
    InputSpec row = new InputSpec(List.of(3), 0, 1);
    return List.of(
        onnx(new CommonCnn().graph(image.shape(), 2, null), image),
        onnx(new Mlp(List.of(4)).graph(row.shape(), 2, null), row));
  }

  private static byte[] onnx(Graph graph, InputSpec input) {
    try (Network network = Network.create(graph, 0)) {
      return OnnxExporter.toBytes(new ModelBundle(network, input, List.of("a", "b"), Map.of()));
    }
  }
}
