package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import java.nio.file.Path;

/** The words of a VNN-LIB file: parentheses, and whatever stands between them and spaces. */
final class Lexer {
  /** What stands after the last word. */
  static final String END = "";

  private final Path file;
  private final String text;
  private int position;
  private int line = 1;

  Lexer(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The next word, which is used up; {@link #END} at the end. */
  String next() {
    skipSpace();
    int start = position;
    if (start == text.length()) {
      return END;
    }
    position++;
    if (!isParenthesis(text.charAt(start))) {
      while (position < text.length() && isOfWord(text.charAt(position))) {
        position++;
      }
    }
    return text.substring(start, position);
  }

  /** Whether {@code word} stands next, which is then used up. */
  boolean take(String word) {
    int before = position;
    int beforeLine = line;
    if (next().equals(word)) {
      return true;
    }
    position = before;
    line = beforeLine;
    return false;
  }

  /**
   * Uses up {@code word}.
   *
   * @throws BadInputException if another stands there
   */
  void require(String word) {
    String found = next();
    if (!found.equals(word)) {
      throw unexpected(found, "'" + word + "'");
    }
  }

  /** The sentence for a word that can't stand where it stands. */
  BadInputException unexpected(String found, String expected) {
    String what = found.equals(END) ? "the file ends" : "'" + Excerpt.of(found) + "' stands";
    return wrong("%s where %s was expected".formatted(what, expected));
  }

  /** A sentence with the place. */
  BadInputException wrong(String what) {
    return new BadInputException("%s, line %d: %s".formatted(file, line, what));
  }

  /** Spaces, line ends and comments. */
  private void skipSpace() {
    boolean comment = false;
    for (; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == '\n') {
        line++;
        comment = false;
      } else if (c == ';') {
        comment = true;
      } else if (!comment && !Character.isWhitespace(c)) {
        return;
      }
    }
  }

  private static boolean isParenthesis(char c) {
    return c == '(' || c == ')';
  }

  private static boolean isOfWord(char c) {
    return !isParenthesis(c) && c != ';' && !Character.isWhitespace(c);
  }
}
