/** Tests of attacks that see scores and no gradients. */
@NullMarked
package dev.redoubt.attack.score;

import org.jspecify.annotations.NullMarked;
