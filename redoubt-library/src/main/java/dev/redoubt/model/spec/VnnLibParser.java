package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the text of a VNN-LIB file to its declarations and the conjunction of its assertions. */
final class VnnLibParser {
  /** Far deeper than people or generators nest, far from the end of the stack. */
  private static final int DEEPEST = 100;

  private static final Pattern VARIABLE = Pattern.compile("([XY])_(0|[1-9]\\d{0,8})");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final Path file;
  private final Lexer lexer;
  private final List<Formula> assertions = new ArrayList<>();
  private int inputs;
  private int outputs;

  private VnnLibParser(Path file, String text) {
    this.file = file;
    this.lexer = new Lexer(file, text);
  }

  /**
   * A parsed file.
   *
   * @param inputs the number of inputs
   * @param outputs the number of outputs
   * @param assertions at least one; all hold for a counterexample
   */
  record Parsed(int inputs, int outputs, List<Formula> assertions) {}

  /**
   * Parses a text.
   *
   * @param file for messages
   * @throws BadInputException naming file and line
   */
  static Parsed parse(Path file, String text) {
    return new VnnLibParser(file, text).parse();
  }

  private Parsed parse() {
    String word = lexer.next();
    for (; !word.equals(Lexer.END); word = lexer.next()) {
      if (!word.equals("(")) {
        throw lexer.unexpected(word, "'('");
      }
      command();
    }
    if (inputs == 0 || outputs == 0) {
      throw new BadInputException(
          "%s declares no %s"
              .formatted(file, inputs == 0 ? "inputs X_0, X_1, …" : "outputs Y_0, …"));
    }
    if (assertions.isEmpty()) {
      throw new BadInputException(file + " asserts nothing");
    }
    return new Parsed(inputs, outputs, assertions);
  }

  private void command() {
    String command = lexer.next();
    switch (command) {
      case "declare-const" -> declaration();
      case "assert" -> assertions.add(formula(1));
      default -> throw lexer.unexpected(command, "declare-const or assert");
    }
    lexer.require(")");
  }

  private void declaration() {
    String name = lexer.next();
    String expected = "X_" + inputs + " or Y_" + outputs;
    if (name.equals("X_" + inputs)) {
      inputs++;
    } else if (name.equals("Y_" + outputs)) {
      outputs++;
    } else {
      throw lexer.unexpected(name, expected);
    }
    lexer.require("Real");
  }

  private Formula formula(int depth) {
    lexer.require("(");
    requireShallow(depth);
    String operator = lexer.next();
    Formula formula =
        switch (operator) {
          case "and" -> Formula.all(parts(depth));
          case "or" -> Formula.any(parts(depth));
          case "<=" -> comparison(1, depth);
          case ">=" -> comparison(-1, depth);
          default -> throw lexer.unexpected(operator, "and, or, <= or >=");
        };
    return formula;
  }

  private List<Formula> parts(int depth) {
    List<Formula> parts = new ArrayList<>();
    do {
      parts.add(formula(depth + 1));
    } while (!lexer.take(")"));
    return parts;
  }

  /** {@code left <= right} for sign 1, {@code left >= right} for -1. */
  private Formula comparison(int sign, int depth) {
    LinearSum difference = new LinearSum();
    difference.add(term(depth + 1), sign);
    difference.add(term(depth + 1), -sign);
    lexer.require(")");
    try {
      return difference.atMostZero();
    } catch (IllegalArgumentException e) {
      throw lexer.wrong(String.valueOf(e.getMessage()));
    }
  }

  private LinearSum term(int depth) {
    String word = lexer.next();
    if (word.equals("(")) {
      requireShallow(depth);
      return compound(depth);
    }
    LinearSum sum = new LinearSum();
    Matcher variable = VARIABLE.matcher(word);
    if (variable.matches()) {
      addVariable(sum, word, variable.group(1).equals("X"), Integer.parseInt(variable.group(2)));
    } else if (NUMBER.matcher(word).matches()) {
      sum.add(Double.parseDouble(word));
    } else {
      throw lexer.unexpected(word, "a number, an input X_… or an output Y_…");
    }
    return sum;
  }

  private void addVariable(LinearSum sum, String name, boolean input, int index) {
    if (index >= (input ? inputs : outputs)) {
      throw lexer.wrong(name + " is not declared");
    }
    if (input) {
      sum.addInput(index, 1);
    } else {
      sum.addOutput(index, 1);
    }
  }

  /** A sum, a difference or a multiple. */
  private LinearSum compound(int depth) {
    String operator = lexer.next();
    LinearSum sum = new LinearSum();
    switch (operator) {
      case "+" -> {
        do {
          sum.add(term(depth + 1), 1);
        } while (!lexer.take(")"));
      }
      case "-" -> {
        LinearSum first = term(depth + 1);
        boolean alone = lexer.take(")");
        sum.add(first, alone ? -1 : 1);
        while (!alone) {
          sum.add(term(depth + 1), -1);
          alone = lexer.take(")");
        }
      }
      case "*" -> {
        LinearSum left = term(depth + 1);
        LinearSum right = term(depth + 1);
        lexer.require(")");
        if (left.number().isPresent()) {
          sum.add(right, left.number().get());
        } else if (right.number().isPresent()) {
          sum.add(left, right.number().get());
        } else {
          throw lexer.wrong("a product of two variables is not linear");
        }
      }
      default -> throw lexer.unexpected(operator, "+, - or *");
    }
    return sum;
  }

  private void requireShallow(int depth) {
    if (depth > DEEPEST) {
      throw lexer.wrong("parentheses are nested deeper than " + DEEPEST);
    }
  }
}
