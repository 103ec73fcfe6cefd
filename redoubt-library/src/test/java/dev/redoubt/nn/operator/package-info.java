/** Tests of the operators: against ONNX Runtime, plain Java, and central differences. */
@NullMarked
package dev.redoubt.nn.operator;

import org.jspecify.annotations.NullMarked;
