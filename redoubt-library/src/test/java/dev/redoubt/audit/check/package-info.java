/** Tests of the checks. */
@NullMarked
package dev.redoubt.audit.check;

import org.jspecify.annotations.NullMarked;
