/**
 * Networks as graphs of operators. One operator set carries our own architectures, and imported and
 * exported graphs; an operator is a small record of attributes with its transfer functions, and its
 * weights stand beside the graph, so that the same graph runs in fp32 and fp64. Stands on {@code
 * tensor}.
 */
@NullMarked
package dev.redoubt.nn;

import org.jspecify.annotations.NullMarked;
