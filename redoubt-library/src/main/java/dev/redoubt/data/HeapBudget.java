package dev.redoubt.data;

import dev.redoubt.BadInputException;

/** Refuses what cannot fit into memory before it is read, so that it isn't an OutOfMemoryError. */
final class HeapBudget {
  /** Reading holds the chunks and their concatenation for a moment; the rest is for the caller. */
  private static final long SHARE = 3;

  private HeapBudget() {}

  /**
   * Checks that {@code bytes} of samples can be read into this process.
   *
   * @throws BadInputException naming {@code source} if they are more than a third of the heap
   */
  static void require(long bytes, Object source) {
    long max = Runtime.getRuntime().maxMemory();
    if (bytes > max / SHARE || bytes > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          "%s declares %d MB of samples, more than fit into memory (heap of %d MB, see -Xmx)"
              .formatted(source, bytes >> 20, max >> 20));
    }
  }
}
