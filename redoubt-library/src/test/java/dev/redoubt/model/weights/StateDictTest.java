package dev.redoubt.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State dicts of each kind come in with their names, types, shapes and values. */
class StateDictTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  private StateDict read(byte[] bytes) {
    Path file = dir.resolve("weights");
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return StateDict.read(file);
  }

  private static StateArray array(StateDict dict, String name) {
    return Objects.requireNonNull(dict.arrays().get(name), name);
  }

  @Test
  void publishedFilesAreRead() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.require("models"))) {
      List<Path> dicts =
          files
              .filter(
                  f ->
                      f.toString().matches(".*\\.(npz|pth|pt)") && !f.toString().endsWith(".ts.pt"))
              .toList();
      assertThat(dicts).hasSizeGreaterThanOrEqualTo(11);
      for (Path file : dicts) {
        assertThat(StateDict.read(file).arrays().keySet())
            .as(file.toString())
            .allMatch(name -> name.endsWith(".weight") || name.endsWith(".bias"))
            .hasSizeGreaterThanOrEqualTo(4);
      }
    }
  }

  @Test
  void oneNetIsTheSameInTwoFormats() {
    same("wk_mnist_0.1.pth", "wk_mnist_0.1.npz");
    same("mnist_lenet5_clntrained.pt", "advertorch_lenet5_clntrained.npz");
  }

  private static void same(String torch, String numpy) {
    StateDict one = StateDict.read(SharedData.require("models/" + torch));
    StateDict other = StateDict.read(SharedData.require("models/" + numpy));
    assertThat(one.arrays().keySet()).containsExactlyElementsOf(other.arrays().keySet());
    one.arrays()
        .forEach(
            (name, array) -> {
              assertThat(array.shape()).isEqualTo(array(other, name).shape());
              assertThat(array.dtype()).isEqualTo("float32");
              assertThat(array.floats()).isEqualTo(array(other, name).floats());
            });
  }

  @Test
  void torchScriptProgramsAreNoStateDicts() {
    Path file = SharedData.require("models/wk_mnist_0.1.ts.pt");
    assertThatThrownBy(() -> StateDict.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a TorchScript program, not a state dict");
  }

  @Test
  void torchZipArchive() {
    byte[] pickle =
        new PickleWriter()
            .dict()
            .text("a.weight")
            .tensor("FloatStorage", "0", 2, 3)
            .text("a.bias")
            .tensor("FloatStorage", "1", 2)
            .end()
            .op('}', '(')
            .text("_metadata")
            .op('}', 'u', 'b')
            .done();
    StateDict dict =
        read(
            TorchFiles.zip(
                pickle,
                Map.of("0", TorchFiles.bytes(1, 2, 3, 4, 5, 6), "1", TorchFiles.bytes(.5f, -8))));

    assertThat(dict.format()).isEqualTo("PyTorch");
    assertThat(dict.arrays().keySet()).containsExactly("a.weight", "a.bias");
    assertThat(array(dict, "a.weight").shape()).containsExactly(2L, 3L);
    assertThat(array(dict, "a.weight").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(array(dict, "a.bias").floats()).containsExactly(.5f, -8);
  }

  /** Transposed, cut out, and two views of one storage; a scalar; an empty one. */
  @Test
  void viewsOfOneStorage() {
    byte[] pickle =
        new PickleWriter()
            .dict()
            .text("transposed")
            .tensor("FloatStorage", "0", 12, 0, new long[] {3, 4}, new long[] {1, 3})
            .text("window")
            .tensor("FloatStorage", "0", 12, 5, new long[] {2, 1, 2}, new long[] {4, 1L << 62, 1})
            .text("scalar")
            .tensor("FloatStorage", "0", 12, 7, new long[0], new long[0])
            .text("empty")
            .tensor("FloatStorage", "0", 12, 12, new long[] {2, 0}, new long[] {0, 1})
            .end()
            .done();
    float[] storage = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    Stream.of(
            read(TorchFiles.zip(pickle, Map.of("0", TorchFiles.bytes(storage)))),
            read(TorchFiles.legacy(pickle, Map.of("0", storage))))
        .forEach(
            dict -> {
              assertThat(array(dict, "transposed").floats())
                  .containsExactly(0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11);
              assertThat(array(dict, "window").floats()).containsExactly(5, 6, 9, 10);
              assertThat(array(dict, "scalar").floats()).containsExactly(7);
              assertThat(array(dict, "empty").floats()).isEmpty();
            });
  }

  @Test
  void bigEndianStorages() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "m/data.pkl",
        new PickleWriter().dict().text("w").tensor("FloatStorage", "0", 2).end().done());
    entries.put("m/data/0", TorchFiles.bytes(ByteOrder.BIG_ENDIAN, 1.25f, -3));
    entries.put("m/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    assertThat(array(read(TorchFiles.archive(entries)), "w").floats()).containsExactly(1.25f, -3);

    entries.put("m/byteorder", "middle".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> read(TorchFiles.archive(entries)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("byteorder");
  }

  private static byte[] little(int size, Consumer<ByteBuffer> fill) {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(buffer);
    return buffer.array();
  }

  /** Bit patterns from the definitions of the formats. */
  private static Map<String, byte[]> everyType() {
    Map<String, byte[]> bits = new LinkedHashMap<>();
    bits.put("F64", little(16, b -> b.putDouble(.1).putDouble(-1e300)));
    bits.put("F32", TorchFiles.bytes(.1f, -2));
    bits.put(
        "F16",
        little(
            16,
            b ->
                b.putShort((short) 0x3c00)
                    .putShort((short) 0xc000)
                    .putShort((short) 0x7bff)
                    .putShort((short) 0x0001)
                    .putShort((short) 0x0400)
                    .putShort((short) 0x7c00)
                    .putShort((short) 0x3555)
                    .putShort((short) 0x8000)));
    bits.put("BF16", little(4, b -> b.putShort((short) 0x3f80).putShort((short) 0xc2f7)));
    bits.put("I64", little(16, b -> b.putLong(7).putLong(-(1L << 40))));
    bits.put("I32", little(8, b -> b.putInt(-5).putInt(1 << 30)));
    bits.put("I16", little(4, b -> b.putShort((short) -300).putShort((short) 300)));
    bits.put("I8", new byte[] {-1, 127});
    bits.put("U8", new byte[] {-1, 127});
    bits.put("BOOL", new byte[] {1, 0});
    return bits;
  }

  private static void check(StateDict dict) {
    Map<String, float[]> expected = new LinkedHashMap<>();
    expected.put("F64", new float[] {.1f, Float.NEGATIVE_INFINITY});
    expected.put("F32", new float[] {.1f, -2});
    expected.put(
        "F16",
        new float[] {1, -2, 65504, 0x1p-24f, 0x1p-14f, Float.POSITIVE_INFINITY, .33325195f, -0f});
    expected.put("BF16", new float[] {1, -123.5f});
    expected.put("I64", new float[] {7, -0x1p40f});
    expected.put("I32", new float[] {-5, 0x1p30f});
    expected.put("I16", new float[] {-300, 300});
    expected.put("I8", new float[] {-1, 127});
    expected.put("U8", new float[] {255, 127});
    expected.put("BOOL", new float[] {1, 0});
    assertThat(dict.arrays().keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (name, values) -> assertThat(array(dict, name).floats()).as(name).isEqualTo(values));
    assertThat(array(dict, "BF16").dtype()).isEqualTo("bfloat16");
    assertThat(array(dict, "BOOL").dtype()).isEqualTo("bool");
  }

  @Test
  void safetensorsOfEveryType() {
    Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
    everyType()
        .forEach(
            (type, bytes) ->
                entries.put(
                    type,
                    new Safetensors.Entry(type, List.of(type.equals("F16") ? 8L : 2L, 1L), bytes)));
    check(read(new Safetensors(Map.of("format", "pt"), entries).toBytes()));
  }

  @Test
  void torchStoragesOfEveryType() {
    Map<String, String> classes = new LinkedHashMap<>();
    classes.put("F64", "DoubleStorage");
    classes.put("F32", "FloatStorage");
    classes.put("F16", "HalfStorage");
    classes.put("BF16", "BFloat16Storage");
    classes.put("I64", "LongStorage");
    classes.put("I32", "IntStorage");
    classes.put("I16", "ShortStorage");
    classes.put("I8", "CharStorage");
    classes.put("U8", "ByteStorage");
    classes.put("BOOL", "BoolStorage");
    PickleWriter pickle = new PickleWriter().dict();
    classes.forEach(
        (type, name) -> pickle.text(type).tensor(name, type, type.equals("F16") ? 8 : 2));
    check(read(TorchFiles.zip(pickle.end().done(), everyType())));
  }

  @Test
  void numpyArchives() throws IOException {
    Path file = dir.resolve("a.pth"); // the name does not count
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("b", NpyArray.of(new float[] {1, 2}, 2));
    arrays.put("a", NpyArray.of(new long[] {3}, 1, 1));
    NpzWriter.write(file, arrays);
    StateDict dict = StateDict.read(file);

    assertThat(dict.format()).isEqualTo("NumPy archive");
    assertThat(dict.arrays().keySet()).containsExactly("b", "a");
    assertThat(array(dict, "a").shape()).containsExactly(1L, 1L);
    assertThat(array(dict, "a").dtype()).isEqualTo("int64");
    assertThat(array(dict, "b").floats()).containsExactly(1, 2);
  }

  @Test
  void checkpointsHoldTheirStateDictUnderOneOfTheUsualKeys() {
    for (String key : List.of("state_dict", "model", "model_state_dict", "net")) {
      PickleWriter pickle = new PickleWriter().op('}', '(');
      pickle.text("epoch").number(3).text("loss").number(.5).text(key);
      pickle.dict().text("w").tensor("FloatStorage", "0", 2).end();
      pickle.text("args").op('N').text("tags").op(']', '(').text("x").op('e', 'u');
      StateDict dict = read(TorchFiles.zip(pickle.done(), Map.of("0", TorchFiles.bytes(1, 2))));
      assertThat(dict.arrays().keySet()).containsExactly("w");
    }
  }

  @Test
  void checkpointsWithoutOneSayWhatTheyHold() {
    PickleWriter pickle = new PickleWriter().op('}', '(').text("epoch").number(3);
    pickle.text("weights").dict().text("w").tensor("FloatStorage", "0", 2).end().op('u');
    assertThatThrownBy(
            () -> read(TorchFiles.zip(pickle.done(), Map.of("0", TorchFiles.bytes(1, 2)))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("its keys are 'epoch' (a number), 'weights' (a dictionary)");

    PickleWriter two = new PickleWriter().op('}', '(');
    two.text("net").dict().text("w").tensor("FloatStorage", "0", 2).end();
    two.text("model").dict().text("w").tensor("FloatStorage", "0", 2).end().op('u');
    assertThatThrownBy(() -> read(TorchFiles.zip(two.done(), Map.of())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("several dictionaries of tensors (model, net)");
  }

  @Test
  void wrappersDoNotShowInNames() {
    Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
    entries.put("module._orig_mod.a", Safetensors.Entry.of(new float[1], List.of(1L)));
    entries.put("module._orig_mod.b", Safetensors.Entry.of(new float[1], List.of(1L)));
    assertThat(read(new Safetensors(Map.of(), entries).toBytes()).arrays().keySet())
        .containsExactly("a", "b");
    entries.put("c", Safetensors.Entry.of(new float[1], List.of(1L)));
    assertThat(read(new Safetensors(Map.of(), entries).toBytes()).arrays().keySet())
        .containsExactly("module._orig_mod.a", "module._orig_mod.b", "c");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    refused("no state dict", "this is only text".getBytes(StandardCharsets.US_ASCII));
    refused("no state dict", new byte[0]);
    refused("single NumPy array", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    refused("none that torch.save has written", new PickleWriter().number(1).done());
    refused("holds no arrays", new Safetensors(Map.of(), Map.of()).toBytes());
    refused("zip archive without a state dict", TorchFiles.archive(Map.of("a.txt", new byte[3])));
    byte[] zip = TorchFiles.archive(Map.of("a/data.pkl", new byte[3]));
    refused("damaged zip archive", Arrays.copyOf(zip, zip.length - 5));
    for (String name : List.of("ü.npy", "ü/data.pkl")) {
      String latin =
          new String(TorchFiles.archive(Map.of(name, new byte[3])), StandardCharsets.ISO_8859_1);
      byte[] broken =
          latin.replace("\u00c3\u00bc", "\u00ff\u00bc").getBytes(StandardCharsets.ISO_8859_1);
      refused("is a damaged zip archive", broken);
      assertThatThrownBy(() -> NpzReader.read(dir.resolve("weights")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("is no intact .npz archive");
    }
    assertThatThrownBy(() -> StateDict.read(dir)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> StateDict.read(dir.resolve("x")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not exist");
  }

  private void refused(String message, byte[] bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(dir.toString(), message);
  }
}
