/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.attack.minimum;

import org.jspecify.annotations.NullMarked;
