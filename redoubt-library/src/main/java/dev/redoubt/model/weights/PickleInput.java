package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle. What is asked for is checked against what is left. */
final class PickleInput {
  /** Bytes of an integer: seeds and counters have 8, hashes 16. */
  private static final long LONGEST_INTEGER = 64;

  private final ByteBuffer bytes;
  private final String source;

  /** Reads on from the buffer's position. */
  PickleInput(ByteBuffer bytes, String source) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    this.source = source;
  }

  int position() {
    return bytes.position();
  }

  int unsigned8() {
    require(1);
    return bytes.get() & 0xff;
  }

  int unsigned16() {
    require(2);
    return bytes.getShort() & 0xffff;
  }

  int signed32() {
    require(4);
    return bytes.getInt();
  }

  long unsigned32() {
    return signed32() & 0xffff_ffffL;
  }

  long signed64() {
    require(8);
    return bytes.getLong();
  }

  /** The one number that pickles write with its highest byte first. */
  double float64() {
    return Double.longBitsToDouble(Long.reverseBytes(signed64()));
  }

  String text(long length) {
    return new String(raw(length), StandardCharsets.UTF_8);
  }

  byte[] raw(long length) {
    require(length);
    byte[] copy = new byte[(int) length];
    bytes.get(copy);
    return copy;
  }

  /** Text up to the end of the line, which is skipped. */
  String line() {
    int start = bytes.position();
    while (unsigned8() != '\n') {}
    byte[] copy = new byte[bytes.position() - 1 - start];
    bytes.get(start, copy);
    return new String(copy, StandardCharsets.UTF_8);
  }

  /** A whole number in two's complement, lowest byte first: a Long if it fits into one. */
  Object integer(long length) {
    if (length > LONGEST_INTEGER) { // whose digits alone would take minutes to print
      throw new BadInputException(
          source + " holds a number of " + length + " bytes, expected at most " + LONGEST_INTEGER);
    }
    byte[] digits = raw(length);
    if (digits.length == 0) {
      return 0L;
    }
    for (int i = 0, j = digits.length - 1; i < j; i++, j--) {
      byte swapped = digits[i];
      digits[i] = digits[j];
      digits[j] = swapped;
    }
    BigInteger number = new BigInteger(digits);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private void require(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new BadInputException(source + " is truncated or damaged within its pickle");
    }
  }
}
