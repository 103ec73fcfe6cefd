package dev.redoubt.model.blackbox;

import java.io.IOException;

/** An answer was longer than any answer can be. */
final class BodyTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLongException(String message) {
    super(message);
  }
}
