package dev.redoubt.attack.score;

/** How the point of one row moves by estimated gradients. */
interface Steps {
  /**
   * Moves the point, maybe out of the feasible set.
   *
   * @param gradient estimated at the point, of the loss that is to rise; may be changed
   * @param level about what the loss is at the point
   */
  void move(double[] gradient, double level, float[] point);
}
