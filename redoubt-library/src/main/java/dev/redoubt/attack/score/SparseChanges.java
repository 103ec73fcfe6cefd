package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Optional;

/** The search of {@link SparseRs} for one row. */
final class SparseChanges implements Question<Scored> {
  /** Up to which try each share of {@code alphaInit} holds, for 10,000 tries. */
  private static final int[] LAST = {0, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  private static final int[] DIVISORS = {1, 2, 4, 5, 6, 8, 10, 12, 15, 20};

  private final Ground ground;
  private final int most;
  private final double alphaInit;

  /** All features; the first {@code most} of them are moved. */
  private final int[] order;

  /** Where the features of this try stand in the order, among the moved and the unmoved ones. */
  private int[] leaving = {};

  private int[] entering = {};
  private final float[] values;
  private final float[] drawn;
  private double rise = Double.NEGATIVE_INFINITY;
  private int tries;

  /**
   * @param most how many features may be moved, from 1 to all
   */
  SparseChanges(Ground ground, int most, double alphaInit) {
    this.ground = ground;
    this.most = most;
    this.alphaInit = alphaInit;
    order = ground.stream().permutation(ground.plane().features());
    values = new float[most];
    drawn = new float[most];
    for (int i = 0; i < most; i++) {
      values[i] = corner();
    }
  }

  private float corner() {
    return (float) (ground.stream().below(2) == 0 ? ground.domain().low() : ground.domain().high());
  }

  /** How many features a try moves elsewhere. */
  private int moving() {
    int piece = 0;
    while (piece < LAST.length && tries > LAST[piece]) {
      piece++;
    }
    return Math.max(1, (int) (alphaInit / DIVISORS[piece] * most));
  }

  /** Distinct places in {@code [0, bound)}. */
  private int[] draw(int count, int bound) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      // Floyd's way to draw without replacement; few are drawn.
      int top = bound - count + i;
      int place = ground.stream().below(top + 1);
      for (int j = 0; j < i; j++) {
        if (places[j] == place) {
          place = top;
          break;
        }
      }
      places[i] = place;
    }
    return places;
  }

  @Override
  public int points() {
    return 1;
  }

  @Override
  public void write(float[] target, int offset) {
    System.arraycopy(ground.clean(), 0, target, offset, ground.clean().length);
    for (int i = 0; i < most; i++) {
      target[offset + order[i]] = values[i];
    }
    if (tries > 0) {
      int unmoved = order.length - most;
      leaving = draw(moving(), most);
      // Where all features are moved, they get other values and stay.
      entering = draw(Math.min(leaving.length, unmoved), Math.max(1, unmoved));
      for (int i = 0; i < leaving.length; i++) {
        drawn[i] = corner();
        int old = order[leaving[i]];
        int feature = i < entering.length ? order[most + entering[i]] : old;
        target[offset + old] = ground.clean()[old];
        target[offset + feature] = drawn[i];
      }
    }
    tries++;
  }

  @Override
  public void answered(Scored answer, float[] points, int offset) {
    if (!(answer.rise() > rise)) {
      return;
    }
    rise = answer.rise();
    for (int i = 0; i < leaving.length; i++) {
      values[leaving[i]] = drawn[i];
      if (i < entering.length) {
        int old = order[leaving[i]];
        order[leaving[i]] = order[most + entering[i]];
        order[most + entering[i]] = old;
      }
    }
  }

  @Override
  public Optional<Question<Scored>> next() {
    return Optional.of(this);
  }
}
