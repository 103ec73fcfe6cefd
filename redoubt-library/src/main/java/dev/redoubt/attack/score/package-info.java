/**
 * Attacks that see the scores of a model, but no gradients: they estimate them, or try changes at
 * random. Stands on {@code attack.query} and below. The Square Attack has a package of its own.
 */
@NullMarked
package dev.redoubt.attack.score;

import org.jspecify.annotations.NullMarked;
