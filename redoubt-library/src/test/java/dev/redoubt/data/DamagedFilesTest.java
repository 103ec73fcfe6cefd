package dev.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of damage gives one sentence that names the file, and soon. */
@Timeout(20)
class DamagedFilesTest {
  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 3, 9};
  private static final byte[] IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8};

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  @Test
  void idxHeaderThatLiesIsRefusedWithoutAllocating() throws IOException {
    byte[] lying = IMAGES.clone();
    lying[4] = 0x7f;
    lying[8] = 0x7f;
    idx(lying, LABELS);
    refused("mnist:" + dir, "t10k-images-idx3-ubyte", "MB that fit into memory");

    lying[4] = 0;
    lying[8] = 0;
    lying[6] = 0x10;
    idx(lying, LABELS);
    refused("mnist:" + dir, "t10k-images-idx3-ubyte", "2 bytes after its header, expected 4098");
  }

  @Test
  void idxDamageIsNamed() throws IOException {
    idx(new byte[] {0, 0, 8, 1, 0, 0, 0, 0}, LABELS);
    refused("mnist:" + dir, "images-idx3-ubyte begins with 00000801, expected the IDX magic");
    idx(IMAGES, new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 3});
    refused("mnist:" + dir, "holds 2 images but t10k-labels-idx1-ubyte 1 labels");
    idx(IMAGES, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 10});
    refused("mnist:" + dir, "labels-idx1-ubyte has label 10 at index 1, expected 0 to 9");
    idx(new byte[] {0, 0, 8, 3, 0, 0}, LABELS);
    refused("mnist:" + dir, "images-idx3-ubyte is truncated within its header");
    idx(gzip(IMAGES, 20), LABELS);
    refused("mnist:" + dir, "images-idx3-ubyte cannot be read: Unexpected end of ZLIB");
    idx(gzip(IMAGES, 5), LABELS);
    refused("mnist:" + dir, "images-idx3-ubyte ends too early");
    idx(new byte[0], LABELS);
    refused("mnist:" + dir, "images-idx3-ubyte begins with , expected");
  }

  @Test
  void cifarDamageIsNamed() throws IOException {
    refused("cifar10:" + dir, "holds no test_batch*.bin");
    refused("cifar10:" + dir.resolve("absent"), "absent does not exist");
    Files.write(dir.resolve("test_batch.bin"), new byte[3073 + 100]);
    refused("cifar10:" + dir, "test_batch.bin ends within record 1, expected a multiple of 3073");
    byte[] record = new byte[3073];
    record[0] = 10;
    Files.write(dir.resolve("test_batch.bin"), record);
    refused("cifar10:" + dir, "test_batch.bin has label 10 in record 0, expected 0 to 9");
    Files.write(dir.resolve("test.bin"), new byte[] {0, 100});
    refused("cifar100:" + dir, "test.bin ends within record 0, expected a multiple of 3074");
    Files.write(dir.resolve("test_batch.bin"), new byte[0]);
    refused("cifar10:" + dir, "has no samples");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"P6 2 2 255 abc\"|holds 3 bytes of pixels, expected 12",
        "\"P6 \u00e9 2 2 255 abc\"|no valid width",
        "\"P6 99999 99999 255 abc\"|no valid height",
        "\"P6 -1 2 255 abc\"|no valid width",
        "\"P6 2 2 65535 abc\"|no valid maximum",
        "\"P6 # comment without an end\"|no valid width",
        "\"GIF89a\"|is no image, expected PNG, JPEG or PPM",
        "\"\u0089PNG\"|is a damaged image"
      })
  void brokenPicturesAreNamed(String content, String message) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("test").resolve("a"));
    Files.write(folder.resolve("x.png"), content.getBytes(StandardCharsets.ISO_8859_1));
    refused("images:" + dir, "x.png", message);
  }

  @Test
  void imageFoldersWithoutWhatTheyNeedAreNamed() throws IOException {
    refused("images:" + dir, "holds no images");
    Files.createDirectories(dir.resolve("train"));
    refused("images:" + dir, "holds no folder test");
    Files.delete(dir.resolve("train"));
    Files.writeString(dir.resolve("cat.png"), "");
    refused("images:" + dir, "cat.png has no label");
    Files.writeString(dir.resolve("index.csv"), "file,label\nhere.png,cat\n");
    refused("images:" + dir, "index.csv line 2 names here.png, which is not there");
    Files.writeString(dir.resolve("index.csv"), "file,label\n../../secret.png,cat\n");
    refused("images:" + dir, "names ../../secret.png, which is not there");
    Files.writeString(dir.resolve("index.csv"), "name,label\n");
    refused("images:" + dir, "index.csv has no column 'file'");
    Files.writeString(dir.resolve("text.zip"), "no zip");
    refused("images:" + dir.resolve("text.zip"), "text.zip is neither a folder nor a zip archive");
    Files.writeString(dir.resolve("text.zip"), "PK\3\4 but no more");
    refused("images:" + dir.resolve("text.zip"), "text.zip is a damaged zip archive");
  }

  @Test
  void tableDamageIsNamed() throws IOException {
    Path file = dir.resolve("t.csv");
    table(file, "");
    refused("csv:" + file, "t.csv holds no rows");
    table(file, "a,b,label\n");
    refused("csv:" + file, "t.csv holds no rows");
    table(file, "a,b,label\n1,x,0\n");
    refused("csv:" + file, "t.csv line 2 column 2 has 'x', expected a finite number");
    table(file, "1,NaN,0\n");
    refused("csv:" + file, "t.csv line 1 column 2 has 'NaN', expected a finite number");
    table(file, "1,2,0\n1,0\n");
    refused("csv:" + file, "t.csv line 2 has 2 columns, expected 3");
    table(file, "1\n2\n");
    refused("csv:" + file, "t.csv has one column");
    table(file, "1,\"2,0\n");
    refused("csv:" + file, "t.csv cannot be read");
    refused("csv:" + dir, "is a folder, expected a file");
    refused("csv:" + dir.resolve("none.csv"), "none.csv does not exist");
  }

  @Test
  void npzDamageIsNamed() throws IOException {
    Path file = dir.resolve("d.npz");
    NpyArray labels = NpyArray.of(new long[] {0, 1}, 2);
    Files.writeString(file, "no zip at all, whatever its name");
    refused("npz:" + file, "d.npz is no intact .npz archive");
    NpzWriter.write(file, Map.of("labels", labels));
    refused("npz:" + file, "d.npz has no array 'inputs' or 'x', it holds labels");
    NpzWriter.write(file, Map.of("x", NpyArray.of(new float[] {0, 0, 0}, 3, 1), "y", labels));
    refused("npz:" + file, "d.npz has inputs of shape [3, 1] and 2 labels");
    NpzWriter.write(
        file,
        Map.of("x", NpyArray.of(new float[2], 2, 1), "y", NpyArray.of(new long[] {0, -1}, 2)));
    refused("npz:" + file, "d.npz has label -1.0 at index 1");
    NpzWriter.write(file, Map.of("x", NpyArray.of(new float[] {0, 1.5f}, 2, 1), "y", labels));
    refused("npz:" + file, "sample 1 of d (all): value 0 is 1.5, expected a number in [0.0, 1.0]");
  }

  @Test
  void npzArchivesAreCheckedAsAWhole() throws IOException {
    Path file = dir.resolve("d.npz");
    Map<String, NpyArray> arrays =
        Map.of("x", NpyArray.of(new float[1000], 1000), "y", NpyArray.of(new float[1000], 1000));
    NpzWriter.write(file, arrays);
    assertThatThrownBy(() -> NpzReader.read(file, new HeapBudget(7_000)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("d.npz", "more than the 0 MB that fit into memory");
    assertThat(NpzReader.read(file, new HeapBudget(8_000))).hasSize(2);

    byte[] bytes = Files.readAllBytes(file);
    byte[] directory = {'P', 'K', 1, 2};
    int entry = 0;
    while (!Arrays.equals(bytes, entry, entry + 4, directory, 0, 4)) {
      entry++;
    }
    bytes[entry + 16] ^= 1; // the checksum
    Files.write(file, bytes);
    refused("npz:" + file, "is damaged: its checksum is wrong");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f4\u0000\u001b[2J|False|(1,)|has element type <f4??[2J, expected",
        "<f4|False|(1 << 40,)|no valid 'shape'",
        "<f4|False|(999999, 999999, 999999, 999999)|too large",
        "<f4|False|(2147483647,)|too large",
        "<f4|False|(300,)|4 bytes of elements, expected 1200",
        "<f4|False|()|",
        ">f4|False|(1,)|has element type >f4, expected one of <f4",
        "<f4|Maybe|(1,)|no valid 'fortran_order'"
      })
  void npyHeadersAreChecked(String descr, String order, String shape, String message)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s}\n".formatted(descr, order, shape);
    ByteArrayOutputStream npy = new ByteArrayOutputStream();
    npy.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    npy.writeBytes(new byte[] {(byte) header.length(), 0});
    npy.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
    npy.writeBytes(new byte[4]);
    Path file = dir.resolve("d.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy.toByteArray());
      zip.closeEntry();
    }
    refused("npz:" + file, message == null ? "no array 'labels' or 'y'" : "x.npy in " + file);
    refused("npz:" + file, message == null ? "it holds x" : message);
  }

  private void idx(byte[] images, byte[] labels) throws IOException {
    Files.write(dir.resolve("t10k-images-idx3-ubyte"), images);
    Files.write(dir.resolve("t10k-labels-idx1-ubyte"), labels);
  }

  private static byte[] gzip(byte[] content, int keep) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return Arrays.copyOf(packed.toByteArray(), keep);
  }

  private static void table(Path file, String content) throws IOException {
    Files.writeString(file, content);
  }

  private static void refused(String spec, String... parts) {
    assertThatThrownBy(() -> Datasets.open(spec, "test"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContainingAny("\n", "Exception");
  }
}
