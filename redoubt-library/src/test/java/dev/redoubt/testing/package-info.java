/** What tests of several packages share. */
@NullMarked
package dev.redoubt.testing;

import org.jspecify.annotations.NullMarked;
