/**
 * White-box attacks that look for the smallest perturbation: DDN, DeepFool, FMN, JSMA, and what
 * they share. Stands on {@code attack} and below.
 */
@NullMarked
package dev.redoubt.attack.minimum;

import org.jspecify.annotations.NullMarked;
