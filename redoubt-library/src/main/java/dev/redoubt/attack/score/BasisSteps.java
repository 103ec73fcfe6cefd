package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Arrays;
import java.util.Optional;

/** The search of {@link SimBa} for one row: one step is asked about at a time. */
final class BasisSteps implements Question<Scored> {
  private final Ground ground;
  private final Reach reach;
  private final BasisOrder basis;
  private final double step;
  private float[] point;
  private float[] tried;
  private double rise;
  private int[] order = {};
  private int index;
  private boolean back;

  /**
   * @param step its length
   * @param rise the loss at the clean point
   */
  BasisSteps(Ground ground, Reach reach, BasisOrder basis, double step, double rise) {
    this.ground = ground;
    this.reach = reach;
    this.basis = basis;
    this.step = step;
    this.rise = rise;
    point = ground.clean().clone();
    tried = point.clone();
  }

  /** This, if any step leads anywhere. */
  Optional<Question<Scored>> first() {
    return advance() ? Optional.of(this) : Optional.empty();
  }

  /** Goes on to the next step that changes the point; false if none of two rounds does. */
  private boolean advance() {
    int rounds = 0;
    while (true) {
      if (index == order.length) {
        if (rounds == 2) {
          return false;
        }
        rounds++;
        order = basis.draw(ground.stream());
        index = 0;
      }
      System.arraycopy(point, 0, tried, 0, point.length);
      basis.add(order[index], back ? step : -step, tried);
      reach.pull(ground, tried);
      if (!Arrays.equals(tried, point)) {
        return true;
      }
      turn();
    }
  }

  /** After the step down comes the step up, then the next direction. */
  private void turn() {
    index += back ? 1 : 0;
    back = !back;
  }

  @Override
  public int points() {
    return 1;
  }

  @Override
  public void write(float[] target, int offset) {
    System.arraycopy(tried, 0, target, offset, tried.length);
  }

  @Override
  public void answered(Scored answer, float[] points, int offset) {
    if (answer.rise() > rise) {
      rise = answer.rise();
      float[] old = point;
      point = tried;
      tried = old;
      back = true; // the opposite step would lead back
    }
    turn();
  }

  @Override
  public Optional<Question<Scored>> next() {
    return first();
  }
}
