package dev.redoubt.attack.score;

/**
 * What an attack by scores makes rise, computed in plain double precision: batches are small, and
 * differences between near points are what counts.
 */
public enum Objective {
  /** {@code max over j≠y of z_j, minus z_y}, for a target the opposite sign. */
  MARGIN {
    @Override
    double of(double[] logits, int first, int classes, int label) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < classes; j++) {
        best = j == label ? best : Math.max(best, logits[first + j]);
      }
      return best - logits[first + label];
    }
  },

  /** {@code -log softmax(z)_y}; exact also where the probability is 1 to rounding. */
  CROSS_ENTROPY {
    @Override
    double of(double[] logits, int first, int classes, int label) {
      double own = logits[first + label];
      double best = MARGIN.of(logits, first, classes, label) + own;
      double largest = Math.max(own, best);
      double rest = 0;
      for (int j = 0; j < classes; j++) {
        rest += j == label ? 0 : Math.exp(logits[first + j] - largest);
      }
      return own >= best ? Math.log1p(rest) : largest - own + Math.log(rest + Math.exp(own - best));
    }
  };

  /**
   * The loss of one row of logits.
   *
   * @param logits row by row
   * @param first where the row begins
   */
  abstract double of(double[] logits, int first, int classes, int label);

  /** How it is named in settings. */
  String label() {
    return this == MARGIN ? "margin" : "ce";
  }
}
