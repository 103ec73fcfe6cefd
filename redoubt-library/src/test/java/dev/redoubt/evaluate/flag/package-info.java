/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.evaluate.flag;

import org.jspecify.annotations.NullMarked;
