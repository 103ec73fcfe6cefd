/** Tests of the library as a whole. */
@NullMarked
package dev.redoubt;

import org.jspecify.annotations.NullMarked;
