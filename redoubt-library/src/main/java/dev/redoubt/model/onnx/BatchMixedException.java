package dev.redoubt.model.onnx;

/** The graph as written has no batch dimension: samples must be computed one at a time. */
final class BatchMixedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BatchMixedException(String message) {
    super(message, null, false, false);
  }
}
