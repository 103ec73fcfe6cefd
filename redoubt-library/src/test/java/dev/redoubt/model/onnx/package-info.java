/** ONNX Runtime is the independent implementation that imports and exports are held to. */
@NullMarked
package dev.redoubt.model.onnx;

import org.jspecify.annotations.NullMarked;
