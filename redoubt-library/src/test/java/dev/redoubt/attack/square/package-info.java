/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.attack.square;

import org.jspecify.annotations.NullMarked;
