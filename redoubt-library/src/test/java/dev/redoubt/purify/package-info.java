/** Tests of purify. */
@NullMarked
package dev.redoubt.purify;

import org.jspecify.annotations.NullMarked;
