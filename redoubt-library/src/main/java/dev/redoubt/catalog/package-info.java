/**
 * From names and spec strings to architectures, attacks, losses and training methods, with the
 * nearest name suggested for an unknown one. The command line and all other front ends speak it.
 * Stands on everything else.
 */
@NullMarked
package dev.redoubt.catalog;

import org.jspecify.annotations.NullMarked;
