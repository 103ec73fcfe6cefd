/**
 * The attacks, one class each. An attack proposes candidates inside the feasible set; whether they
 * break the model is for the evaluator to decide. Stands on {@code loss} and below.
 */
@NullMarked
package dev.redoubt.attack;

import org.jspecify.annotations.NullMarked;
