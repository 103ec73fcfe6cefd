package dev.redoubt.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that would run code, lie about sizes or never end are refused in one sentence each. */
@Timeout(20)
class HostilePickleTest {
  private static final HeapBudget SMALL = new HeapBudget(1 << 20);

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  private static PickleWriter pickle() {
    return new PickleWriter();
  }

  private static PickleWriter after(PickleWriter writer, int times, int... opcodes) {
    for (int i = 0; i < times; i++) {
      writer.op(opcodes);
    }
    return writer;
  }

  private static PickleWriter tensor(long count, long offset, long[] shape, long... strides) {
    return pickle()
        .dict()
        .text("w")
        .tensor("FloatStorage", "0", count, offset, shape, strides)
        .end();
  }

  static Stream<Arguments> hostile() {
    String noCode = "which is not a tensor, number, string or container";
    return Stream.of(
        Arguments.of(
            "holds a posix.system, " + noCode,
            pickle().global("posix", "system").op('(').text("id").op('t', 'R')),
        Arguments.of(
            "holds a builtins.eval, " + noCode,
            pickle()
                .op('(')
                .text("builtins")
                .text("eval")
                .op('t')
                .op('0')
                .text("builtins")
                .text("eval")
                .op(0x93)),
        Arguments.of("holds a torch.nn.Module, " + noCode, pickle().global("torch.nn", "Module")),
        Arguments.of("a os?[2J.x, " + noCode, pickle().global("os\u001b[2J", "x")),
        Arguments.of(
            "a os.system, " + noCode,
            pickle().op('(', 'i', 'o', 's', '\n').op("system\n".chars().toArray())),
        Arguments.of("Python object, " + noCode, pickle().op('(', 'o')),
        Arguments.of("registered Python object, " + noCode, pickle().op(0x82, 1)),
        Arguments.of("makes no sense", pickle().global("torch", "FloatStorage").op(')', 'R')),
        Arguments.of("makes no sense", pickle().global("builtins", "set").number(3).op('R')),
        Arguments.of("makes no sense", pickle().global("builtins", "set").number(3).op(0x85, 'R')),
        Arguments.of("makes no sense", pickle().op('N', 'N', 'b')),
        Arguments.of("makes no sense", pickle().op('u')),
        Arguments.of("makes no sense", pickle().op('}', '(', 'N', 'u')),
        Arguments.of("makes no sense", pickle().op(')', 'N', 'a')),
        Arguments.of("makes no sense", pickle().op('h', 7)),
        Arguments.of("makes no sense", pickle().op('(')),
        Arguments.of("makes no sense", pickle()),
        Arguments.of("makes no sense", pickle().text("k").op('Q')),
        Arguments.of("whole module", pickle().text("module").op(0x85, 'Q')),
        Arguments.of("byte 0xff", pickle().op(0xff)),
        Arguments.of("protocol 9", pickle().op(0x80, 9)),
        Arguments.of("truncated", pickle().op('X').int32(-1)),
        Arguments.of("truncated", pickle().op(0x8d).int64(-1)),
        Arguments.of("holds a number of 1073741824 bytes", pickle().op(0x8b).int32(1 << 30)),
        Arguments.of("truncated", pickle().op('c', 'o', 's')),
        Arguments.of("holds a tuple, expected a dictionary", pickle().op(')')),
        Arguments.of("its keys are none", pickle().dict().end()),
        Arguments.of("(a dictionary)", pickle().op('}', 'q', 0, '(').text("me").op('h', 0, 'u')),
        Arguments.of("expected a dictionary", after(pickle(), 100_000, ']').op('2')),
        Arguments.of("more than 2000000 steps", after(pickle(), 2_000_001, 'N')),
        Arguments.of(
            "more than 2000000 steps", // a set of the list, over and over
            after(
                after(pickle().op(']', 'q', 0, '('), 10_000, 'N').op('e'),
                1_000,
                "c__builtin__\nset\nh\0\u0085R0".chars().toArray())),
        Arguments.of("too large", tensor(4, 0, new long[] {1L << 32, 1L << 32}, 1, 1)),
        Arguments.of("beyond its storage", tensor(4, 0, new long[] {1L << 40}, 1)),
        Arguments.of("beyond its storage", tensor(1L << 40, 0, new long[] {1L << 40}, 1)),
        Arguments.of("beyond its storage", tensor(4, 2, new long[] {3}, 1)),
        Arguments.of("beyond its storage", tensor(4, 4, new long[] {}, new long[] {})),
        Arguments.of("share memory", tensor(4, 0, new long[] {1 << 20}, 0)),
        Arguments.of("negative", tensor(4, 3, new long[] {4}, -1)),
        Arguments.of("negative", tensor(4, -1, new long[] {1}, 1)),
        Arguments.of("1 dimensions but 2 strides", tensor(4, 0, new long[] {1}, 1, 1)),
        Arguments.of("too large", tensor(4, 0, new long[] {3, 3}, Long.MAX_VALUE, Long.MAX_VALUE)),
        Arguments.of("data/0, which has 16 bytes", tensor(5, 0, new long[] {5}, 1)),
        Arguments.of("data/0, which has 16 bytes", tensor(1L << 62, 0, new long[] {5}, 1)),
        Arguments.of(
            "archive/data/../../0, which is missing",
            pickle().dict().text("w").tensor("FloatStorage", "../../0", 4).end()),
        Arguments.of(
            "an array called 'a?b'",
            pickle().dict().text("a\nb").tensor("FloatStorage", "0", 4).end()));
  }

  @ParameterizedTest(name = "{index} {0}")
  @MethodSource("hostile")
  void isRefused(String message, PickleWriter pickle) throws IOException {
    byte[] bytes = pickle.done();
    refused(TorchFiles.zip(bytes, Map.of("0", new byte[16])), new HeapBudget(4 << 20), message);
  }

  /** What the two layouts share is tried above; here is what only the old one can do. */
  @Test
  void oldLayout() throws IOException {
    byte[] sound = pickle().dict().text("w").tensor("FloatStorage", "0", 2).end().done();
    byte[] file = TorchFiles.legacy(sound, Map.of("0", new float[] {1, 2}));
    for (int length = 16; length < file.length; length++) {
      refused(Arrays.copyOf(file, length), SMALL, "");
    }
    refused(
        TorchFiles.legacy(sound, Map.of("0", new float[] {1})),
        SMALL,
        "truncated within storage 0");
    refused(
        TorchFiles.legacy(sound, Map.of("0", new float[3])), SMALL, "has 3 elements, expected 2");
    refused(TorchFiles.legacy(sound, Map.of()), SMALL, "storage 0 is missing");
    refused(TorchFiles.legacy(sound, Map.of("1", new float[2])), SMALL, "storage of no tensor");
    byte[] huge = tensor(1L << 40, 0, new long[] {1}, 1).done();
    refused(TorchFiles.legacy(huge, Map.of("0", new float[2])), SMALL, "truncated within storage");
    byte[] evil = pickle().global("os", "system").done();
    refused(TorchFiles.legacy(evil, Map.of()), SMALL, "holds a os.system");
    refused(file, new HeapBudget(100), "fit into memory");
  }

  @Test
  void packedStoragesAreCountedBeforeTheyAreUnpacked() throws IOException {
    byte[] pickle = pickle().dict().text("w").tensor("FloatStorage", "0", 4 << 20).end().done();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(pickle);
      zip.putNextEntry(new ZipEntry("a/data/0"));
      zip.write(new byte[16 << 20]);
    }
    assertThat(bytes.size()).isLessThan(100_000);
    refused(bytes.toByteArray(), SMALL, "declares 16 MB, more than the 1 MB that fit into memory");
  }

  @Test
  void manyViewsOfOneStorageAreCounted() throws IOException {
    PickleWriter pickle = pickle().dict();
    for (int i = 0; i < 100; i++) {
      pickle.text("w" + i).tensor("FloatStorage", "0", 10_000);
    }
    refused(
        TorchFiles.zip(pickle.end().done(), Map.of("0", new byte[40_000])), SMALL, "declares 3 MB");
  }

  private void refused(byte[] bytes, HeapBudget budget, String message) throws IOException {
    Path file = dir.resolve("weights.pt");
    Files.write(file, bytes);
    assertThatThrownBy(() -> StateDict.read(file, budget))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .extracting(e -> String.valueOf(e.getMessage()).length())
        .matches(length -> length < 600);
  }
}
