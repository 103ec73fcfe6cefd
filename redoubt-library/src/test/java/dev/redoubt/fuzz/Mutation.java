package dev.redoubt.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random edits of a file: one to four of those that break readers most often. */
final class Mutation {
  /** Where readers count wrong: signs, sizes, ends of ranges. */
  private static final long[] TELLING = {
    0,
    1,
    -1,
    2,
    8,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffffffffL,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final SplittableRandom random;

  Mutation(long seed) {
    random = new SplittableRandom(seed);
  }

  /** An edited copy. */
  byte[] of(byte[] sound) {
    byte[] bytes = sound;
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      bytes = edit(bytes);
    }
    return bytes;
  }

  private byte[] edit(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    byte[] copy = bytes.clone();
    switch (random.nextInt(8)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> copy[at] += (byte) (random.nextInt(9) - 4);
      case 3, 4 -> number(copy, at);
      case 5 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 6 -> {
        return spliced(bytes, at, at, block(bytes));
      }
      default -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
        return spliced(bytes, at, end, random.nextBoolean() ? new byte[0] : block(bytes));
      }
    }
    return copy;
  }

  /** One of the telling numbers over 1, 2, 4 or 8 bytes, either end first. */
  private void number(byte[] bytes, int at) {
    int size = 1 << random.nextInt(4);
    long value = TELLING[random.nextInt(TELLING.length)];
    boolean little = random.nextBoolean();
    for (int i = 0; i < size && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >> (8 * (little ? i : size - 1 - i)));
    }
  }

  /** A piece of the file itself: what it holds is understood elsewhere too. */
  private byte[] block(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(32)));
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] block) {
    byte[] result = new byte[from + block.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(block, 0, result, from, block.length);
    System.arraycopy(bytes, to, result, from + block.length, bytes.length - to);
    return result;
  }
}
