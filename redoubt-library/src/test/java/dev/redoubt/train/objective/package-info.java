/** Tests of the objectives against formulas in plain Java, closed forms and brute force. */
@NullMarked
package dev.redoubt.train.objective;

import org.jspecify.annotations.NullMarked;
