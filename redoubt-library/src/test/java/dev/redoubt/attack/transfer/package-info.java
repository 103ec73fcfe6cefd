/** Tests of transfer attacks. */
@NullMarked
package dev.redoubt.attack.transfer;

import org.jspecify.annotations.NullMarked;
