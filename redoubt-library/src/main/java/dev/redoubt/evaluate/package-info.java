/**
 * The evaluator: re-checks every candidate that an attack proposes, runs cascades over survivors
 * and keeps one outcome a sample. Stands on {@code attack} and below.
 */
@NullMarked
package dev.redoubt.evaluate;

import org.jspecify.annotations.NullMarked;
