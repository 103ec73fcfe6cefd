/**
 * The fast adaptive boundary attack (Croce and Hein 2020, "Minimally distorted adversarial examples
 * with a fast adaptive boundary attack"): untargeted and targeted, and the projections onto
 * hyperplanes within a box that it is made of. Stands on {@code attack} and below.
 */
@NullMarked
package dev.redoubt.attack.fab;

import org.jspecify.annotations.NullMarked;
