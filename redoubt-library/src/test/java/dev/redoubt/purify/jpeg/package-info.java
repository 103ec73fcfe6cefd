/** Tests of purify.jpeg. */
@NullMarked
package dev.redoubt.purify.jpeg;

import org.jspecify.annotations.NullMarked;
