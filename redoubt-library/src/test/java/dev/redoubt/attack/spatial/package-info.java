/** Tests of attacks that move pixels. */
@NullMarked
package dev.redoubt.attack.spatial;

import org.jspecify.annotations.NullMarked;
