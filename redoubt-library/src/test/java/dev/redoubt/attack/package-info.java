/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.attack;

import org.jspecify.annotations.NullMarked;
