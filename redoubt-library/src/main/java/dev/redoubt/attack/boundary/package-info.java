/**
 * Decision boundaries as they look from a point, to first order: what FAB and DeepFool make for.
 * Stands on {@code attack} and below.
 */
@NullMarked
package dev.redoubt.attack.boundary;

import org.jspecify.annotations.NullMarked;
