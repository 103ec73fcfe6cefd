package dev.redoubt.model.blackbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks a service about a batch, request by request, and gives its prediction for each row. */
final class HttpQuestions {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Python writes NaN
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final BlackBox box;
  private final HttpFormat format;
  private final HttpOptions options;
  private final HttpTransport transport;

  HttpQuestions(BlackBox box, HttpFormat format, HttpOptions options, Pace pace) {
    this.box = box;
    this.format = format;
    this.options = options;
    this.transport = new HttpTransport(box.name(), options, pace);
  }

  QueryBudget budget() {
    return transport.budget();
  }

  /** One prediction a row, in order. */
  List<JsonNode> ask(Tensor x) {
    float[] values = x.floats();
    int features = box.input().features();
    if (values.length != x.rows() * features) {
      throw new BadInputException(
          "model %s takes inputs of shape %s, not %s"
              .formatted(box.name(), box.input().shape(), Arrays.toString(x.shape())));
    }
    List<JsonNode> predictions = new ArrayList<>();
    for (int from = 0; from < x.rows(); from += options.batchSize()) {
      List<float[]> samples = new ArrayList<>();
      for (int row = from; row < Math.min(x.rows(), from + options.batchSize()); row++) {
        samples.add(sample(values, row, features));
      }
      String answer = transport.post(format.request(samples, box.input()), samples.size());
      predictions.addAll(predictions(answer, samples.size()));
    }
    return predictions;
  }

  private float[] sample(float[] values, int row, int features) {
    float[] sample = Arrays.copyOfRange(values, row * features, (row + 1) * features);
    for (float value : sample) {
      if (!Float.isFinite(value)) {
        throw new BadInputException(
            "model %s can't be asked about the value %s: JSON has no such number"
                .formatted(box.name(), value));
      }
    }
    return sample;
  }

  private List<JsonNode> predictions(String answer, int rows) {
    JsonNode all = parsed(answer).at(format.predictions());
    if (!all.isArray()) {
      throw refused(
          "has no array at '%s': %s".formatted(format.predictions(), transport.excerpt(answer)));
    }
    if (all.size() != rows) {
      throw refused("gives %d predictions for %d samples".formatted(all.size(), rows));
    }
    List<JsonNode> each = new ArrayList<>();
    for (JsonNode prediction : all) {
      JsonNode node = prediction.at(format.each());
      if (node.isMissingNode()) {
        throw refused(
            "has nothing at '%s' in the prediction %s"
                .formatted(format.each(), excerpt(prediction)));
      }
      each.add(node);
    }
    return each;
  }

  private JsonNode parsed(String answer) {
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw refused("is no JSON: " + transport.excerpt(answer));
    }
  }

  /** A part of an answer as messages show it. */
  String excerpt(JsonNode node) {
    return transport.excerpt(node.toString());
  }

  /** The exception for an answer that can't be used. */
  BadInputException refused(String why) {
    return new BadInputException("the answer of " + options.place() + " " + why);
  }
}
