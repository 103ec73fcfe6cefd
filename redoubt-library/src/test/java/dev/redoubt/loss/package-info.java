/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.loss;

import org.jspecify.annotations.NullMarked;
