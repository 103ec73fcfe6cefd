/**
 * What the attacker may do: norms with their geometry, the threat model, the input domain and the
 * goal. Stands on {@code tensor} and {@code data}.
 */
@NullMarked
package dev.redoubt.threat;

import org.jspecify.annotations.NullMarked;
