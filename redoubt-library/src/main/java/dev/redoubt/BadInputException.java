package dev.redoubt;

/**
 * Something that the user gave cannot be used: a file, a field or a value.
 *
 * <p>The message is one plain sentence that names the file, field or value and says what was
 * expected. The command line prints it as it is and exits with code 2; no stack trace is shown
 * unless one is asked for.
 */
public class BadInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception from one sentence that names what is wrong and what was expected. */
  public BadInputException(String message) {
    super(message);
  }

  /** As above, with the underlying failure kept for {@code --debug}. */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
