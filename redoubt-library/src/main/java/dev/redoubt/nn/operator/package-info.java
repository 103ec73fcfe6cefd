/** The operators, one small record each: attributes are components, weights are declared. */
@NullMarked
package dev.redoubt.nn.operator;

import org.jspecify.annotations.NullMarked;
