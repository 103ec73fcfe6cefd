package dev.redoubt;

import java.util.regex.Pattern;

/**
 * Something that the user gave cannot be used: a file, a field or a value.
 *
 * <p>The message is one plain sentence that names the file, field or value and says what was
 * expected. The command line prints it as it is and exits with code 2; no stack trace is shown
 * unless one is asked for.
 */
public class BadInputException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

  /** Creates the exception from one sentence that names what is wrong and what was expected. */
  public BadInputException(String message) {
    super(printable(message));
  }

  /** As above, with the underlying failure kept for {@code --debug}. */
  public BadInputException(String message, Throwable cause) {
    super(printable(message), cause);
  }

  /** Messages quote files: what would break the line or steer a terminal is shown as "?". */
  private static String printable(String message) {
    return CONTROL.matcher(message).replaceAll("?");
  }
}
