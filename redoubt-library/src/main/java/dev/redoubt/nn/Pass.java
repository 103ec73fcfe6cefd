package dev.redoubt.nn;

import dev.redoubt.tensor.Draws;

/**
 * What one evaluation of a network brings with it besides the input.
 *
 * @param mode whether batch statistics are used and moved
 * @param draws the randomness, one stream a sample; operators that are not random don't look at it
 */
public record Pass(Mode mode, Draws draws) {
  /** The same for one node, whose draws are its own. */
  Pass of(String node) {
    return new Pass(mode, draws.of(node));
  }
}
