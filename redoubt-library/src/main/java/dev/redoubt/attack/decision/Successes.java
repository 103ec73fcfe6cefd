package dev.redoubt.attack.decision;

/** How many of the last so many tries met the goal. */
final class Successes {
  private final boolean[] last;
  private int count;
  private int met;

  /**
   * @param size how many are remembered
   */
  Successes(int size) {
    last = new boolean[size];
  }

  void add(boolean success) {
    int place = count % last.length;
    met += (success ? 1 : 0) - (full() && last[place] ? 1 : 0);
    last[place] = success;
    count++;
  }

  /** Whether there are as many as are remembered. */
  boolean full() {
    return count >= last.length;
  }

  /** The share of those remembered. */
  double share() {
    return met / (double) Math.min(count, last.length);
  }

  void clear() {
    count = 0;
    met = 0;
  }
}
