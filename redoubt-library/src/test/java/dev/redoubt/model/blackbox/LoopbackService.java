package dev.redoubt.model.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;

/** A service on the loopback interface, and models that ask it. */
abstract class LoopbackService {
  static final BlackBox BOX = new BlackBox("box", InputSpec.image(1, 1, 2), 3);
  static final List<String> NAMES = List.of("stop", "yield", "parking");

  final FakePace pace = new FakePace();
  Service service = service((i, request) -> Service.Answer.failing(404));

  private static Service service(BiFunction<Integer, JsonNode, Service.Answer> answers) {
    try {
      return new Service(answers);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void serve(BiFunction<Integer, JsonNode, Service.Answer> answers) {
    service.close();
    service = service(answers);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** {@code {"predictions": [...]}} with what {@code each} makes of a sample's first value. */
  static Service.Answer predictions(JsonNode request, BiFunction<Double, Double, String> each) {
    StringJoiner all = new StringJoiner(",", "{\"predictions\": [", "]}");
    for (JsonNode sample : request.get("instances")) {
      JsonNode line = sample.get(0).get(0);
      all.add(each.apply(line.get(0).asDouble(), line.get(1).asDouble()));
    }
    return Service.Answer.ok(all.toString());
  }

  HttpOptions options(int batch, int retries) {
    return new HttpOptions(
        service.uri(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        retries,
        Duration.ofMillis(100),
        0,
        batch,
        Map.of(),
        OptionalLong.empty());
  }

  HttpLabelModel labels(HttpOptions options) {
    return new HttpLabelModel(BOX, NAMES, HttpFormat.DEFAULT, options, pace);
  }

  HttpScoreModel scores(Scores kind, HttpOptions options) {
    return new HttpScoreModel(BOX, kind, HttpFormat.DEFAULT, options, pace);
  }

  static int[] predict(HttpLabelModel model, float... values) {
    return Scope.value(
        () -> model.predict(Tensors.of(values, values.length / 2, 1, 1, 2), Draws.NONE).ints());
  }

  static double[] logits(HttpScoreModel model, float... values) {
    return Scope.value(
        () -> model.logits(Tensors.of(values, values.length / 2, 1, 1, 2), Draws.NONE).doubles());
  }
}
