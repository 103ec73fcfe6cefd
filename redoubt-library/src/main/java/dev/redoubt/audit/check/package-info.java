/** The checks of an audit, one class each: H1 to H9 are hard, S1 to S7 soft. */
@NullMarked
package dev.redoubt.audit.check;

import org.jspecify.annotations.NullMarked;
