/**
 * One perturbation for all inputs (Moosavi-Dezfooli et al. 2017): its search, its file, and the
 * attack that adds it.
 */
@NullMarked
package dev.redoubt.attack.universal;

import org.jspecify.annotations.NullMarked;
