/**
 * Where and how iterative attacks take their gradients: ahead of the point, over changed copies of
 * it, and smoothed afterwards.
 */
@NullMarked
package dev.redoubt.attack.probe;

import org.jspecify.annotations.NullMarked;
