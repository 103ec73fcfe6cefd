/** Losses of logits and labels, used by attacks and by training. Stands on {@code tensor}. */
@NullMarked
package dev.redoubt.loss;

import org.jspecify.annotations.NullMarked;
