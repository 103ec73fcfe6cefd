/** Tests of diffusion. */
@NullMarked
package dev.redoubt.diffusion;

import org.jspecify.annotations.NullMarked;
