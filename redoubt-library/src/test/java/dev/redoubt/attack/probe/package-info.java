/** Tests of how gradients are taken. */
@NullMarked
package dev.redoubt.attack.probe;

import org.jspecify.annotations.NullMarked;
