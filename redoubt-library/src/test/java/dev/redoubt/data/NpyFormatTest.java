package dev.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFormatTest {
  @Test
  void writesTheBytesThatNumpyWrites() throws IOException {
    // numpy.save of numpy.array([[1, 2, 3]], dtype=numpy.int32), format 1.0.
    String header = "{'descr': '<i4', 'fortran_order': False, 'shape': (1, 3), }";
    byte[] written = bytes(NpyArray.of(new int[] {1, 2, 3}, 1, 3));
    assertThat(written).hasSize(128 + 12);
    assertThat(written).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    assertThat(new String(written, 10, 118, StandardCharsets.ISO_8859_1))
        .isEqualTo(header + " ".repeat(118 - header.length() - 1) + "\n");
    assertThat(written).endsWith(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
    assertThat(new String(bytes(NpyArray.of(new byte[5], 5)), StandardCharsets.ISO_8859_1))
        .contains("'shape': (5,), }");
  }

  @Property(tries = 100)
  void everyTypeComesBackAsItWas(
      @ForAll float[] floats,
      @ForAll double[] doubles,
      @ForAll long[] longs,
      @ForAll int[] ints,
      @ForAll byte[] bytes,
      @ForAll boolean[] flags)
      throws IOException {
    assertThat(back(NpyArray.of(floats, floats.length)).floats()).containsExactly(floats);
    assertThat(back(NpyArray.of(doubles, 1, doubles.length)).doubles()).containsExactly(doubles);
    assertThat(back(NpyArray.of(longs, longs.length, 1)).longs()).containsExactly(longs);
    long[] widened = Arrays.stream(ints).asLongStream().toArray();
    assertThat(back(NpyArray.of(ints, ints.length)).longs()).containsExactly(widened);
    assertThat(back(NpyArray.of(bytes, bytes.length)).bytes()).containsExactly(bytes);
    long[] bits = back(NpyArray.of(flags, flags.length)).longs();
    for (int i = 0; i < flags.length; i++) {
      assertThat(bits[i]).isEqualTo(flags[i] ? 1 : 0);
    }
  }

  @Test
  void fortranOrderAndVersion2AreRead() throws IOException {
    // numpy.asfortranarray([[1, 2, 3], [4, 5, 6]]) lies in memory as 1 4 2 5 3 6.
    String header = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }\n";
    ByteArrayOutputStream npy = new ByteArrayOutputStream();
    npy.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0});
    npy.writeBytes(new byte[] {(byte) header.length(), 0, 0, 0});
    npy.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    npy.writeBytes(new byte[] {1, 4, 2, 5, 3, 6});
    NpyArray array = NpyFormat.read(new ByteArrayInputStream(npy.toByteArray()), "test");
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.longs()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void version3AndHalfPrecisionAreRead() throws IOException {
    String header = "{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }\n";
    ByteArrayOutputStream npy = new ByteArrayOutputStream();
    npy.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 3, 0});
    npy.writeBytes(new byte[] {(byte) header.length(), 0, 0, 0});
    npy.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    npy.writeBytes(new byte[] {0, 0x3c, 0, (byte) 0xc0, 0, 0x38}); // 1, -2, one half
    NpyArray array = NpyFormat.read(new ByteArrayInputStream(npy.toByteArray()), "test");
    assertThat(array.type()).isEqualTo(NpyType.FLOAT16);
    assertThat(array.floats()).containsExactly(1, -2, .5f);
    assertThat(array.doubles()).containsExactly(1, -2, .5);
    assertThatThrownBy(array::longs).hasMessageContaining("element 2 is 0.5");
  }

  @Test
  void uint8IsUnsignedAndFractionsAreNoWholeNumbers() {
    assertThat(NpyArray.of(new byte[] {-1}, 1).floats()).containsExactly(255f);
    assertThat(NpyArray.of(new byte[] {-1}, 1).longs()).containsExactly(255);
    assertThatThrownBy(() -> NpyArray.of(new float[] {1, 0.5f}, 2).longs())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("element 1 is 0.5");
  }

  @Test
  void archivesComeBackInOrderAndAreTheSameBytesEachTime(@TempDir Path dir) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("ids", NpyArray.of(new long[] {5, 3}, 2));
    arrays.put("inputs", NpyArray.of(new float[] {0, 1, 0.5f, 0.25f}, 2, 2));
    Path first = dir.resolve("a.npz");
    Path second = dir.resolve("b.npz");
    NpzWriter.write(first, arrays);
    NpzWriter.write(second, arrays);
    assertThat(first).hasSameBinaryContentAs(second);
    Map<String, NpyArray> read = NpzReader.read(first);
    assertThat(read.keySet()).containsExactly("ids", "inputs");
    assertThat(Objects.requireNonNull(read.get("inputs")).floats())
        .containsExactly(0, 1, 0.5f, 0.25f);
    assertThat(dir).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void failedWriteLeavesTheOldFile(@TempDir Path dir) throws IOException {
    Path file = Files.createDirectory(dir.resolve("taken.npz")).resolve("inner");
    Files.writeString(file, "old");
    Map<String, NpyArray> arrays = Map.of("x", NpyArray.of(new int[1], 1));
    assertThatThrownBy(() -> NpzWriter.write(dir.resolve("taken.npz"), arrays))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("old");
    assertThat(dir).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void writingToAStreamLeavesItOpen() throws IOException {
    boolean[] closed = {false};
    try (OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        }) {
      NpzWriter.write(out, Map.of("x", NpyArray.of(new int[1], 1)));
      assertThat(closed[0]).isFalse();
    }
  }

  private static byte[] bytes(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyFormat.write(array, out);
    return out.toByteArray();
  }

  private static NpyArray back(NpyArray array) throws IOException {
    NpyArray read = NpyFormat.read(new ByteArrayInputStream(bytes(array)), "test");
    assertThat(read.shape()).isEqualTo(array.shape());
    assertThat(read.type()).isEqualTo(array.type());
    return read;
  }
}
