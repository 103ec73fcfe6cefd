@NullMarked
package dev.redoubt.model.weights;

import org.jspecify.annotations.NullMarked;
