/**
 * Auto-PGD (Croce and Hein 2020): projected gradient ascent that chooses its own step size, away
 * from the label and towards each of the likeliest other classes.
 */
@NullMarked
package dev.redoubt.attack.apgd;

import org.jspecify.annotations.NullMarked;
