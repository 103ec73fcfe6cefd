/** Tests of what training minimises: losses, gradients and the points that are learnt from. */
@NullMarked
package dev.redoubt.train.objective;

import org.jspecify.annotations.NullMarked;
