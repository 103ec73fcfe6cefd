/**
 * Minimum-norm attacks that minimise a distance plus a constant c times a penalty for not meeting
 * the goal, and search for the smallest c that is enough: Carlini and Wagner's for L2 and Linf, and
 * the elastic-net attack. Stands on {@code attack.minimum} and below.
 */
@NullMarked
package dev.redoubt.attack.minimum.penalty;

import org.jspecify.annotations.NullMarked;
