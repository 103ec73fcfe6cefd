/** Tests of the outputs of a run. */
@NullMarked
package dev.redoubt.report;

import org.jspecify.annotations.NullMarked;
