package dev.redoubt.model.onnx;

/** What was taken for the softmax over the classes is one over something else. */
final class SoftmaxElsewhereException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SoftmaxElsewhereException() {
    super("the softmax is not over the classes", null, false, false);
  }
}
