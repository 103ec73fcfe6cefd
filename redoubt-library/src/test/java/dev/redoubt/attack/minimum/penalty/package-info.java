/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.attack.minimum.penalty;

import org.jspecify.annotations.NullMarked;
