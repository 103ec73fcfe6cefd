/** Tests of training: exact resume, schedules, augmentations and adversarial training. */
@NullMarked
package dev.redoubt.train;

import org.jspecify.annotations.NullMarked;
