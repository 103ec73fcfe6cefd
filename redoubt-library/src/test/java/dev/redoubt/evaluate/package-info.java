/** Tests of the evaluator: what counts as broken, what it cost, and how a stopped run goes on. */
@NullMarked
package dev.redoubt.evaluate;

import org.jspecify.annotations.NullMarked;
