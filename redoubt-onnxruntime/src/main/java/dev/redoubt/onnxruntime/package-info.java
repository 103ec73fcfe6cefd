/**
 * Models that ONNX Runtime executes, as black boxes. A module of its own, since the runtime's
 * natives are large.
 */
@NullMarked
package dev.redoubt.onnxruntime;

import org.jspecify.annotations.NullMarked;
