/**
 * What can be done with a classifier, as types: labels, scores, gradients; the declaration of its
 * own weakness; models backed by networks, and the bundle they are kept in. Stands on {@code
 * threat} and below.
 */
@NullMarked
package dev.redoubt.model;

import org.jspecify.annotations.NullMarked;
