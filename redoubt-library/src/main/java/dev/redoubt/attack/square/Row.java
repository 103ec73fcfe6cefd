package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import java.util.List;

/** One sample under search. It goes its own way, whatever other rows are in the batch. */
final class Row {
  private final int number;
  private final float[] clean;
  private final RandomStream stream;
  private final float[] best;
  private double spent;
  private double margin = Double.POSITIVE_INFINITY;
  private int hit;
  private double asked;
  private List<Window> windows = List.of();

  /**
   * @param number its place in the batch of the whole attack
   * @param stream all randomness of its search
   * @param best its first point, which becomes its own
   */
  Row(int number, float[] clean, RandomStream stream, float[] best) {
    this.number = number;
    this.clean = clean;
    this.stream = stream;
    this.best = best;
  }

  int number() {
    return number;
  }

  float[] clean() {
    return clean;
  }

  RandomStream stream() {
    return stream;
  }

  /** The point of lowest margin so far, or the first one. */
  float[] best() {
    return best;
  }

  /** The lowest margin so far. */
  double margin() {
    return margin;
  }

  /** The query at which the best point was found, if it meets the goal, else 0. */
  int hit() {
    return hit;
  }

  /** The mass of the best point's perturbation. */
  double spent() {
    return spent;
  }

  /** What the best point adds to a value. */
  double change(int index) {
    return (double) best[index] - clean[index];
  }

  /** Is told the mass of its first point. */
  void starts(double mass) {
    spent = mass;
    asked = mass;
  }

  /** The next point differs from the best one in these windows alone, and has this mass. */
  void asks(double mass, List<Window> changed) {
    asked = mass;
    windows = changed;
  }

  /**
   * Takes in the answer: if the margin has fallen, the point asked about becomes the best, else it
   * is turned back into the best.
   *
   * @param image where the point stands, from {@code offset} on
   * @param met whether it meets the goal
   * @param query the number of queries up to this one
   */
  void answered(double answer, boolean met, int query, Plane plane, float[] image, int offset) {
    if (answer < margin) {
      margin = answer;
      hit = met ? query : 0;
      spent = asked;
      windows.forEach(window -> window.copy(plane, image, offset, best, 0));
    } else {
      windows.forEach(window -> window.copy(plane, best, 0, image, offset));
    }
  }
}
