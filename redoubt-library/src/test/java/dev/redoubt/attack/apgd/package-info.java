/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.attack.apgd;

import org.jspecify.annotations.NullMarked;
