/** Tests of the package of the same name. */
@NullMarked
package dev.redoubt.threat;

import org.jspecify.annotations.NullMarked;
