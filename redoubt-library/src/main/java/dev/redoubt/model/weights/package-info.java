/**
 * State dicts: named arrays of weights as others have saved them (safetensors, NumPy, PyTorch), and
 * how they are assigned to the weights of a graph. No code from a file is ever run. Stands on
 * {@code data} and below.
 */
@NullMarked
package dev.redoubt.model.weights;

import org.jspecify.annotations.NullMarked;
