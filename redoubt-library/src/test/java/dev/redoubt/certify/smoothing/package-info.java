/** Tests. */
@NullMarked
package dev.redoubt.certify.smoothing;

import org.jspecify.annotations.NullMarked;
