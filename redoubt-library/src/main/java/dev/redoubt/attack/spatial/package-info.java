/**
 * Attacks that move pixels rather than change their values. What they may do is limited by their
 * own settings, not by a norm.
 */
@NullMarked
package dev.redoubt.attack.spatial;

import org.jspecify.annotations.NullMarked;
