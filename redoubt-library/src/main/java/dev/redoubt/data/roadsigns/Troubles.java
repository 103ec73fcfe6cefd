package dev.redoubt.data.roadsigns;

/** What makes a sample hard; all false for an ordinary one. */
record Troubles(boolean small, boolean dark, boolean blurred, boolean occluded, boolean noisy) {
  private static final int KINDS = 5;

  /** Draws none for an ordinary sample, one or two for a hard one. */
  static Troubles draw(RoadSignConditions conditions, Draws draws) {
    if (!draws.chance(conditions.hardShare())) {
      return new Troubles(false, false, false, false, false);
    }
    int first = draws.below(KINDS);
    int second = draws.below(KINDS);
    int set = (1 << first) | (1 << second);
    return new Troubles(has(set, 0), has(set, 1), has(set, 2), has(set, 3), has(set, 4));
  }

  private static boolean has(int set, int kind) {
    return ((set >> kind) & 1) == 1;
  }
}
