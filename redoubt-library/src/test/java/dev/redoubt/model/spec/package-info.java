/** Specifications: their files, and the classifier that they make of a network. */
@NullMarked
package dev.redoubt.model.spec;

import org.jspecify.annotations.NullMarked;
