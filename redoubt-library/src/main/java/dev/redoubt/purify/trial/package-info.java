/**
 * What a purifying defence is worth: attackers who know less and more of it, side by side, and what
 * they reach in one try, in several, and against a majority vote.
 */
@NullMarked
package dev.redoubt.purify.trial;

import org.jspecify.annotations.NullMarked;
