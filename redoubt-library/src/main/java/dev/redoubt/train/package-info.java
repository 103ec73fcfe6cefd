/**
 * Training: one class an objective, one loop for all of them and for what is no classifier,
 * schedules, augmentation and checkpoints. Stands on {@code evaluate} and below.
 */
@NullMarked
package dev.redoubt.train;

import org.jspecify.annotations.NullMarked;
