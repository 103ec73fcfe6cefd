/**
 * ONNX files in and out. {@link dev.redoubt.model.onnx.OnnxImporter} turns a file into a network of
 * our own operators, {@link dev.redoubt.model.onnx.OnnxExporter} writes one. The import traces the
 * graph on two batch sizes, so that shapes, constants and what goes with the batch come out of the
 * operators themselves.
 */
@NullMarked
package dev.redoubt.model.onnx;

import org.jspecify.annotations.NullMarked;
