/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.attack.fab;

import org.jspecify.annotations.NullMarked;
