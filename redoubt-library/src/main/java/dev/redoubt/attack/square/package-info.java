/**
 * The Square Attack: a random search that asks a model for nothing but scores. Perturbed images are
 * plain Java arrays, of which each query changes a window, so that a query costs hardly more than
 * the forward pass.
 */
@NullMarked
package dev.redoubt.attack.square;

import org.jspecify.annotations.NullMarked;
