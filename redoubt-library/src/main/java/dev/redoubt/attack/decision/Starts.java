package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Ground;
import java.util.function.IntPredicate;

/**
 * Where decision-based attacks look for a first point that meets the goal, to come nearer from
 * there.
 */
public interface Starts {
  /** How it is named in the settings of attacks. */
  String name();

  /**
   * The points to try for one row.
   *
   * @param ground of the row
   * @param wanted whether a class would meet the row's goal
   */
  Tries of(Ground ground, IntPredicate wanted);

  /** The points of one row, one after the other. */
  interface Tries {
    /** How many there are. */
    int count();

    /**
     * Writes one of them; each is asked for once, in their order.
     *
     * @param index from 0 on
     * @param target its values go to {@code target[offset ...]}
     */
    void write(int index, float[] target, int offset);
  }
}
