package dev.redoubt.model.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** A service that gives a label for each sample, as a number or by name. */
public final class HttpLabelModel extends Opaque {
  private final List<String> names;
  private final HttpQuestions questions;

  /**
   * A model; the service is not asked yet.
   *
   * @param names the classes by name, in the order of their labels; none if the service gives
   *     numbers
   * @throws BadInputException if there are names, but not as many as classes
   */
  public HttpLabelModel(BlackBox box, List<String> names, HttpFormat format, HttpOptions options) {
    this(box, names, format, options, Pace.REAL);
  }

  HttpLabelModel(
      BlackBox box, List<String> names, HttpFormat format, HttpOptions options, Pace pace) {
    super(box);
    if (!names.isEmpty() && names.size() != box.classes()) {
      throw new BadInputException(
          "model %s has %d classes, but %d class names"
              .formatted(box.name(), box.classes(), names.size()));
    }
    this.names = List.copyOf(names);
    this.questions = new HttpQuestions(box, format, options, pace);
  }

  /** What was asked so far. */
  public QueryBudget budget() {
    return questions.budget();
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    int[] labels = questions.ask(x).stream().mapToInt(this::label).toArray();
    return new Answers(box).labels(labels, x);
  }

  private int label(JsonNode node) {
    if (node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue())) {
      return node.canConvertToInt() ? node.intValue() : -1;
    }
    int named = node.isTextual() ? names.indexOf(node.textValue()) : -1;
    if (named < 0) {
      throw questions.refused(
          "has the label %s, expected %s"
              .formatted(
                  questions.excerpt(node),
                  names.isEmpty() ? "a whole number" : "a whole number or one of " + names));
    }
    return named;
  }
}
