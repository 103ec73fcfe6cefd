package dev.redoubt.attack.fab;

import dev.redoubt.attack.Hits;

/** What a run of the search is after: which misclassified points count. */
@FunctionalInterface
interface Success {
  /**
   * The hits that count.
   *
   * @param hits on one point of each open row
   * @param distances of these points from the clean ones
   * @param nearest the distance of the nearest misclassified point of each row before this one
   */
  Hits among(Hits hits, double[] distances, double[] nearest);

  /**
   * Any misclassified point within epsilon, by more than float32 may misjudge the norm of its
   * perturbation.
   */
  static Success within(double epsilon) {
    double limit = epsilon * (1 - 2e-6);
    return (hits, distances, nearest) -> {
      double[] share = hits.share().clone();
      boolean[] sure = hits.sure().clone();
      for (int row = 0; row < share.length; row++) {
        share[row] = distances[row] <= limit ? share[row] : 0;
        sure[row] &= distances[row] <= limit;
      }
      return new Hits(share, sure);
    };
  }

  /**
   * Any misclassified point that is nearer than those before; the search of a row ends early only
   * at a distance that is enough.
   */
  static Success nearer(double enough) {
    return (hits, distances, nearest) -> {
      double[] share = new double[distances.length];
      boolean[] sure = new boolean[distances.length];
      for (int row = 0; row < share.length; row++) {
        // Every point counts the same, so that the last of them, which is the nearest, is kept.
        share[row] = hits.met(row) && distances[row] < nearest[row] ? 1 : 0;
        sure[row] = hits.sure()[row] && distances[row] <= enough;
      }
      return new Hits(share, sure);
    };
  }
}
