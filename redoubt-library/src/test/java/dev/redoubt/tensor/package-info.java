/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.tensor;

import org.jspecify.annotations.NullMarked;
