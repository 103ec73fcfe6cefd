/**
 * Signs that an evaluation may not mean what it seems to: the checks that AutoAttack makes of a
 * model and of a result (Croce and Hein 2020), as values with a sentence of what to do.
 */
@NullMarked
package dev.redoubt.evaluate.flag;

import org.jspecify.annotations.NullMarked;
