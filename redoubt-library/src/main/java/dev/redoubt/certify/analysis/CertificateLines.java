package dev.redoubt.certify.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.certify.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code certificates.jsonl}: a JSON object a line, with the components of {@link
 * Certificate} in snake case. Other keys are passed over.
 */
final class CertificateLines {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final TextLines text;
  private JsonNode line = JSON.nullNode();

  private CertificateLines(TextLines text) {
    this.text = text;
  }

  /**
   * Reads certificates of one smoothing to the end.
   *
   * @param first the first line, which was read already
   * @throws BadInputException naming file, line and key
   */
  static List<Certificate> read(String first, TextLines text) {
    CertificateLines reader = new CertificateLines(text);
    List<Certificate> certificates = new ArrayList<>();
    for (@Nullable String line = first; line != null; line = text.next()) {
      Certificate read = reader.certificate(line);
      text.once(read.id());
      certificates.add(read);
      double sigma = certificates.get(0).sigma();
      if (Double.compare(sigma, read.sigma()) != 0) {
        throw reader.wrong("sigma", "%s as on the lines before".formatted(sigma));
      }
    }
    return certificates;
  }

  private Certificate certificate(String text) {
    line = object(text);
    Certificate read =
        new Certificate(
            whole("id", Long.MIN_VALUE, Long.MAX_VALUE),
            (int) whole("label", 0, Integer.MAX_VALUE),
            (int) whole("prediction", Certificate.ABSTAIN, Integer.MAX_VALUE),
            number("radius", 0, Double.MAX_VALUE),
            number("p_low", 0, 1),
            (int) whole("n", 0, Integer.MAX_VALUE),
            (int) whole("n0", 0, Integer.MAX_VALUE),
            number("alpha", Double.MIN_VALUE, Math.nextDown(1)),
            isNull("sigma") ? Double.NaN : number("sigma", Double.MIN_VALUE, Double.MAX_VALUE),
            whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            line.path("correct").asBoolean(),
            line.path("p_value").isNumber() ? number("p_value", 0, 1) : Double.NaN,
            number("seconds", 0, Double.MAX_VALUE));
    if (read.abstains() && read.radius() > 0) {
      throw wrong("radius", "0 where prediction is -1");
    }
    boolean correct = read.label() == read.prediction();
    if (!line.path("correct").isBoolean() || read.correct() != correct) {
      throw wrong(
          "correct",
          "%s for label %d and prediction %d".formatted(correct, read.label(), read.prediction()));
    }
    return read;
  }

  private JsonNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw text.wrong("is no JSON", "an object a line");
    }
    throw text.wrong("has '" + Excerpt.of(line) + "'", "a JSON object");
  }

  private boolean isNull(String key) {
    return line.path(key).isNull();
  }

  private long whole(String key, long least, long most) {
    JsonNode value = line.path(key);
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.longValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(key, "a whole number" + (least == Long.MIN_VALUE ? "" : ", at least " + least));
  }

  private double number(String key, double least, double most) {
    JsonNode value = line.path(key);
    double number = value.doubleValue();
    if (!value.isNumber() || !(number >= least && number <= most)) {
      throw wrong(key, "a number" + range(least, most));
    }
    return number;
  }

  private static String range(double least, double most) {
    String from = least > 0 ? " above 0" : ", at least 0";
    return most > 1 ? from : from + (most < 1 ? " and below 1" : " and at most 1");
  }

  private BadInputException wrong(String key, String expected) {
    JsonNode value = Objects.requireNonNullElse(line.get(key), JSON.missingNode());
    return value.isMissingNode()
        ? text.wrong("has no key '" + key + "'", expected)
        : text.wrong("has '%s' for %s".formatted(Excerpt.of(value.toString()), key), expected);
  }
}
