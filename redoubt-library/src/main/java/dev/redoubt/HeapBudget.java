package dev.redoubt;

/**
 * How much a reader may put into memory. What a file declares is checked against it (and against
 * the file's own size) before anything is allocated, so that a file too large, or one that lies, is
 * one sentence and not an OutOfMemoryError.
 *
 * @param bytes the most that one file may take
 */
public record HeapBudget(long bytes) {
  /** Reading holds the chunks and their concatenation for a moment; the rest is for the caller. */
  private static final long SHARE = 3;

  /** What this process can afford: a third of its largest heap. */
  public static HeapBudget ofProcess() {
    return new HeapBudget(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * Checks that {@code declared} bytes can be read at all.
   *
   * @throws BadInputException naming {@code source} if they are more than the budget
   */
  public void require(long declared, Object source) {
    if (declared > bytes) {
      throw new BadInputException(
          "%s declares %d MB, more than the %d MB that fit into memory (see -Xmx)"
              .formatted(source, declared >> 20, bytes >> 20));
    }
  }

  /**
   * The same for what is to become one Java array, which has at most 2^31 - 9 bytes.
   *
   * @throws BadInputException naming {@code source} if they are too many
   */
  public void requireArray(long declared, Object source) {
    require(declared, source);
    if (declared > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          "%s declares an array of %d MB, expected at most 2047 MB"
              .formatted(source, declared >> 20));
    }
  }
}
