package dev.redoubt.attack.score;

/**
 * What the scores say of a point.
 *
 * @param rise the loss that the attacker makes rise; negative infinity where it is no number
 * @param met whether it meets the goal
 * @param sure whether it does so beyond what rounding, or another draw, could turn
 */
record Scored(double rise, boolean met, boolean sure) {}
