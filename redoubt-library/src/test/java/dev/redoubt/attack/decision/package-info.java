/** Tests of attacks that see classes alone. */
@NullMarked
package dev.redoubt.attack.decision;

import org.jspecify.annotations.NullMarked;
