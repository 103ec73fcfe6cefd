/** Tests of the attacks by name. */
@NullMarked
package dev.redoubt.catalog.attacks;

import org.jspecify.annotations.NullMarked;
