/**
 * Diffusion models as defences: purification there and back, and the single look that goes with
 * randomised smoothing.
 */
@NullMarked
package dev.redoubt.purify.diffusion;

import org.jspecify.annotations.NullMarked;
