package dev.redoubt.certify;

/** The key of one draw of one sample: the sample's id with the number of the draw above it. */
final class DrawKey {
  private static final int SHIFT = 40;

  /** What the draws of the random change are for. */
  static final String PURPOSE = "certify";

  /** What the draws of a random model are for, below that. */
  static final String MODEL = "model";

  private DrawKey() {}

  /**
   * The key of draw {@code number}, which has 23 bits and a sign. Draws that select a class have
   * numbers below zero, so that none of them is ever counted by a test.
   */
  static long key(long id, int number) {
    return id + ((long) number << SHIFT);
  }
}
