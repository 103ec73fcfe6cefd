/** Tests of universal perturbations. */
@NullMarked
package dev.redoubt.attack.universal;

import org.jspecify.annotations.NullMarked;
