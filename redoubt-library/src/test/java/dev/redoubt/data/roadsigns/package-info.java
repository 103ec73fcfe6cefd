/** Tests of the embedded road signs. */
@NullMarked
package dev.redoubt.data.roadsigns;

import org.jspecify.annotations.NullMarked;
