/** The scores, one class each: how suspicious an input is, and what is kept of it in a file. */
@NullMarked
package dev.redoubt.detect.score;

import org.jspecify.annotations.NullMarked;
