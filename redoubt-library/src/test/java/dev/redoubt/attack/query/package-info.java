/** Tests of the loop that asks, and of what all attacks by queries alone promise. */
@NullMarked
package dev.redoubt.attack.query;

import org.jspecify.annotations.NullMarked;
