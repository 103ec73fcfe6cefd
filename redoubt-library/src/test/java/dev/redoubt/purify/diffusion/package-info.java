/** Tests of diffusion models as defences. */
@NullMarked
package dev.redoubt.purify.diffusion;

import org.jspecify.annotations.NullMarked;
