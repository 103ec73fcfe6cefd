package dev.redoubt.attack.minimum;

/**
 * The features of one row that may still be changed: those that are not at the bound that θ leads
 * to. Features leave as they come to it.
 */
final class SearchDomain {
  private final boolean[] free;
  private final boolean[] changed;
  private final int most;
  private int count;

  /**
   * Before any change.
   *
   * @param free for each feature, whether it may be changed
   * @param most how many features may be changed
   */
  SearchDomain(boolean[] free, int most) {
    this.free = free;
    this.changed = new boolean[free.length];
    this.most = most;
  }

  /** Whether so many features more may be changed, whichever they are. */
  boolean hasRoomFor(int more) {
    return count + more <= most;
  }

  /** The features to change, or nothing if no change helps. */
  int[] best(Saliency saliency, Jsma.Choice choice) {
    return choice == Jsma.Choice.PAIRS ? saliency.pair(free) : saliency.single(free);
  }

  /**
   * Notes that a feature has been changed.
   *
   * @param stays whether it may be changed further
   */
  void change(int feature, boolean stays) {
    count += changed[feature] ? 0 : 1;
    changed[feature] = true;
    free[feature] = stays;
  }
}
