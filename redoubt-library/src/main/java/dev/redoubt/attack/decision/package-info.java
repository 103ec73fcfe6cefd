/**
 * Attacks that see nothing of a model but the class it names: they look for the nearest point on
 * the other side of the decision boundary. Stands on {@code attack.query} and below.
 */
@NullMarked
package dev.redoubt.attack.decision;

import org.jspecify.annotations.NullMarked;
