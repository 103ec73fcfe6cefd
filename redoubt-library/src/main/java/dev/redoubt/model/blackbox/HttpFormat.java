package dev.redoubt.model.blackbox;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import java.util.List;

/**
 * The JSON that goes to a service and comes back.
 *
 * @param body the request, in which {@value #INSTANCES} stands for the array of samples, each
 *     nested as the input's shape
 * @param predictions where the answer has its array of predictions, one a sample: a JSON pointer
 *     (RFC 6901)
 * @param each where each prediction has its label or scores; empty if it is that itself
 */
public record HttpFormat(String body, String predictions, String each) {
  /** The placeholder in the request. */
  public static final String INSTANCES = "${instances}";

  /** As TensorFlow Serving, KServe and many others have it. */
  public static final HttpFormat DEFAULT =
      new HttpFormat("{\"instances\": " + INSTANCES + "}", "/predictions", "");

  /** Checks. */
  public HttpFormat {
    int at = body.indexOf(INSTANCES);
    if (at < 0 || body.indexOf(INSTANCES, at + 1) >= 0) {
      throw new BadInputException(
          "request template '" + body + "' must have " + INSTANCES + " exactly once");
    }
    try {
      new ObjectMapper().readTree(body.replace(INSTANCES, "[]"));
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "request template '" + body + "' is no JSON: " + e.getOriginalMessage(), e);
    }
    checkPointer(predictions);
    checkPointer(each);
  }

  private static void checkPointer(String text) {
    try {
      JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "'" + text + "' is no JSON pointer, expected one such as /predictions", e);
    }
  }

  /** The request for some samples, each its values in row-major order. */
  String request(List<float[]> samples, InputSpec input) {
    StringBuilder json = new StringBuilder("[");
    for (float[] sample : samples) {
      json.append(json.length() > 1 ? "," : "");
      nest(json, sample, input.shape(), 0, 0);
    }
    return body.replace(INSTANCES, json.append(']'));
  }

  /** Appends one dimension, and gives the position behind its last value. */
  private static int nest(
      StringBuilder json, float[] values, List<Integer> shape, int dimension, int from) {
    if (dimension == shape.size()) {
      json.append(values[from]);
      return from + 1;
    }
    int at = from;
    for (int i = 0; i < shape.get(dimension); i++) {
      json.append(i == 0 ? '[' : ',');
      at = nest(json, values, shape, dimension + 1, at);
    }
    json.append(']');
    return at;
  }
}
