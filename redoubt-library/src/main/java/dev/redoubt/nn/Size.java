package dev.redoubt.nn;

/**
 * A vertical and a horizontal extent in pixels.
 *
 * @param height vertical
 * @param width horizontal
 */
public record Size(int height, int width) {
  /** The same in both directions. */
  public static Size of(int side) {
    return new Size(side, side);
  }

  /** As the engine takes it: {@code {height, width}}. */
  public long[] toArray() {
    return new long[] {height, width};
  }
}
