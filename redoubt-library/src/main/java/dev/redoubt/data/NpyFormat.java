package dev.redoubt.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The NPY format, versions 1.0 to 3.0 (NumPy Enhancement Proposal 1 and {@code numpy.lib.format}):
 * magic, version, the length of a header that is a Python dictionary, and the elements. Arrays in
 * Fortran order are read and brought into C order; written is always version 1.0 in C order.
 */
public final class NpyFormat {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_RANK = 32;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  private NpyFormat() {}

  /**
   * Reads the array in an {@code .npy} file.
   *
   * @throws BadInputException if the file cannot be read or is no NPY file
   */
  public static NpyArray read(Path file) {
    try (InputStream in = InputFiles.open(file)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /**
   * Reads one array from a stream up to its end. Never allocates more than what is there.
   *
   * @param in positioned at the magic
   * @param name what a message calls the source
   * @throws BadInputException if this is no NPY data, is truncated or has data left over
   */
  public static NpyArray read(InputStream in, String name) throws IOException {
    return read(in, name, HeapBudget.ofProcess());
  }

  /** The same within a given budget. */
  public static NpyArray read(InputStream in, String name, HeapBudget budget) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw new BadInputException(name + " is no NPY array, expected it to begin with \\x93NUMPY");
    }
    int version = start[6];
    if (version < 1 || version > 3) {
      throw new BadInputException(name + " has NPY version " + version + ", expected 1 to 3");
    }
    String header = header(in, version, name);
    String descr = field(DESCR, header, "descr", name);
    NpyType type =
        NpyType.ofDescr(descr)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s has element type %s, expected one of %s"
                            .formatted(name, Excerpt.of(descr), allTypes())));
    int[] shape = shape(field(SHAPE, header, "shape", name), type, name);
    int bytes = (int) (type.bytes() * NpyArray.elements(shape));
    budget.requireArray(bytes, name);
    byte[] data = in.readNBytes(bytes);
    if (data.length < bytes || in.read() >= 0) {
      throw new BadInputException(
          "%s holds %s bytes of elements, expected %d for shape %s"
              .formatted(
                  name,
                  data.length < bytes ? data.length : "more than " + bytes,
                  bytes,
                  Arrays.toString(shape)));
    }
    boolean fortran = field(FORTRAN, header, "fortran_order", name).equals("True");
    return new NpyArray(type, shape, fortran ? toCOrder(data, type.bytes(), shape) : data);
  }

  /** Writes one array as NPY 1.0. */
  public static void write(NpyArray array, OutputStream out) throws IOException {
    int[] shape = array.shape();
    String dimensions =
        IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(array.type().descr(), shape.length == 1 ? dimensions + "," : dimensions);
    // Magic, version, length, header and newline together are a multiple of 64 bytes.
    int padding = 63 - (10 + header.length()) % 64;
    int length = header.length() + padding + 1;
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) length, (byte) (length >> 8)});
    out.write((header + " ".repeat(padding) + "\n").getBytes(ISO_8859_1));
    out.write(array.data());
  }

  private static String header(InputStream in, int version, String name) throws IOException {
    byte[] field = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = field.length - 1; i >= 0; i--) {
      length = (length << 8) | (field[i] & 0xff);
    }
    if (length > MAX_HEADER) {
      throw new BadInputException(
          "%s has a header of %d bytes, expected at most %d".formatted(name, length, MAX_HEADER));
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw new BadInputException(name + " is truncated within its header");
    }
    return new String(header, ISO_8859_1);
  }

  private static String field(Pattern pattern, String header, String key, String name) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new BadInputException("%s has no valid '%s' in its header".formatted(name, key));
    }
    return matcher.group(1);
  }

  private static int[] shape(String tuple, NpyType type, String name) {
    String[] entries = tuple.replace("L", "").strip().split("\\s*,\\s*", -1);
    try {
      int[] shape =
          Arrays.stream(entries).filter(s -> !s.isEmpty()).mapToInt(Integer::parseInt).toArray();
      if (shape.length <= MAX_RANK && type.bytes() * NpyArray.elements(shape) <= MAX_BYTES) {
        return shape;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new BadInputException(
          name + " has shape (" + Excerpt.of(tuple) + "), which is too large", e);
    }
    throw new BadInputException(
        name + " has shape (" + Excerpt.of(tuple) + "), which is too large");
  }

  /** Brings elements whose first index runs fastest into the order where the last one does. */
  private static byte[] toCOrder(byte[] data, int bytes, int[] shape) {
    byte[] ordered = new byte[data.length];
    int[] index = new int[shape.length];
    for (int to = 0; to < data.length; to += bytes) {
      int from = 0;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        from = from * shape[axis] + index[axis];
      }
      System.arraycopy(data, from * bytes, ordered, to, bytes);
      for (int axis = shape.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return ordered;
  }

  private static String allTypes() {
    return Arrays.stream(NpyType.values()).map(NpyType::descr).collect(Collectors.joining(", "));
  }
}
