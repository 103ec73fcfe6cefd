package dev.redoubt.data;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The IDX format of MNIST (LeCun, Cortes and Burges): two zero bytes, the element type, the number
 * of dimensions, each dimension as a big-endian int32, and the elements. Of the element types only
 * unsigned bytes (0x08) occur in datasets and are read. The file may be packed with gzip.
 */
final class IdxFormat {
  private static final int UNSIGNED_BYTE = 0x08;

  /** An IDX file's content: the sizes of the dimensions and the elements. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
  record Content(int[] shape, byte[] elements) {}

  private IdxFormat() {}

  /**
   * Reads a file of the given rank: 3 for images, 1 for labels.
   *
   * @throws BadInputException if it cannot be read, has another magic or is not as long as declared
   */
  static Content read(Path file, int rank) {
    try (InputStream in = InputFiles.open(file)) {
      byte[] magic = in.readNBytes(4);
      byte[] expected = {0, 0, UNSIGNED_BYTE, (byte) rank};
      if (!Arrays.equals(magic, expected)) {
        throw new BadInputException(
            "%s begins with %s, expected the IDX magic %s"
                .formatted(file, hex(magic), hex(expected)));
      }
      byte[] header = in.readNBytes(4 * rank);
      if (header.length < 4 * rank) {
        throw new BadInputException(file + " is truncated within its header");
      }
      int[] shape = new int[rank];
      ByteBuffer.wrap(header).asIntBuffer().get(shape);
      return new Content(shape, elements(file, in, shape));
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static byte[] elements(Path file, InputStream in, int[] shape) throws IOException {
    double declared = 1;
    for (int n : shape) {
      declared *= n;
      if (n <= 0) {
        throw new BadInputException(
            file + " has dimensions " + Arrays.toString(shape) + ", expected positive ones");
      }
    }
    HeapBudget.ofProcess().requireArray((long) declared, file);
    byte[] elements = in.readNBytes((int) declared);
    if (elements.length < declared || in.read() >= 0) {
      throw new BadInputException(
          "%s holds %s bytes after its header, expected %d for dimensions %s"
              .formatted(
                  file,
                  elements.length < declared ? elements.length : "more than " + elements.length,
                  (long) declared,
                  Arrays.toString(shape)));
    }
    return elements;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
