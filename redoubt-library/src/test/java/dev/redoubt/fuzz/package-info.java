/** Damaged and hostile files against every reader, by random edits and guided by coverage. */
@NullMarked
package dev.redoubt.fuzz;

import org.jspecify.annotations.NullMarked;
