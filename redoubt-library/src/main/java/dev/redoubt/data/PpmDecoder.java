package dev.redoubt.data;

import dev.redoubt.BadInputException;

/**
 * The binary formats of Netpbm: P5 (grey) and P6 (RGB) with at most 8 bits a value; comments in the
 * header are skipped.
 */
final class PpmDecoder {
  private final byte[] bytes;
  private final String name;
  private int position = 2;

  private PpmDecoder(byte[] bytes, String name) {
    this.bytes = bytes;
    this.name = name;
  }

  /** Decodes a file that begins with P5 or P6. */
  static RawImage decode(byte[] bytes, String name) {
    return new PpmDecoder(bytes, name).decode();
  }

  private RawImage decode() {
    int channels = bytes[1] == '5' ? 1 : 3;
    int width = number("width", ImageDecoder.MAX_PIXELS);
    int height = number("height", ImageDecoder.MAX_PIXELS / width);
    int max = number("maximum", 255);
    position++; // the one white-space byte after the header
    int area = width * height;
    if (bytes.length - position < channels * area) {
      throw new BadInputException(
          "%s is truncated, it holds %d bytes of pixels, expected %d"
              .formatted(name, Math.max(0, bytes.length - position), channels * area));
    }
    byte[] planes = new byte[channels * area];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < channels; c++) {
        int value = Math.min(bytes[position + i * channels + c] & 0xff, max);
        planes[c * area + i] = (byte) (max == 255 ? value : (value * 255 + max / 2) / max);
      }
    }
    return new RawImage(channels, height, width, planes);
  }

  private int number(String what, int largest) {
    skipSpaceAndComments();
    long value = 0;
    int start = position;
    while (position < bytes.length && bytes[position] >= '0' && bytes[position] <= '9') {
      value = Math.min(value * 10 + bytes[position++] - '0', Integer.MAX_VALUE);
    }
    if (position == start || value == 0 || value > largest) {
      throw new BadInputException(
          "%s has no valid %s in its PPM header, expected 1 to %d".formatted(name, what, largest));
    }
    return (int) value;
  }

  private void skipSpaceAndComments() {
    while (position < bytes.length) {
      if (bytes[position] == '#') {
        while (position < bytes.length && bytes[position] != '\n') {
          position++;
        }
      } else if ((bytes[position] & 0xff) > ' ') {
        return;
      } else {
        position++;
      }
    }
  }
}
