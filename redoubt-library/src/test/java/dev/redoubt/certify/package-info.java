/** Tests of certification. */
@NullMarked
package dev.redoubt.certify;

import org.jspecify.annotations.NullMarked;
