/** Random changes of inputs, and the radii that a classifier averaged over them comes with. */
@NullMarked
package dev.redoubt.certify.smoothing;

import org.jspecify.annotations.NullMarked;
