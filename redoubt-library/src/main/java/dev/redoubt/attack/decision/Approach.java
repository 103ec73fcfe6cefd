package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;

/** How an attack goes on from a first point that meets the goal. */
@FunctionalInterface
interface Approach {
  /**
   * The first question of the way nearer.
   *
   * @param start meets the goal
   */
  Question<Boolean> from(Ground ground, float[] start);
}
