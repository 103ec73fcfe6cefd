/** Attacks on models that are known only through others like them. */
@NullMarked
package dev.redoubt.attack.transfer;

import org.jspecify.annotations.NullMarked;
