package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services over HTTP, on the loopback interface. */
class HttpModelTest {
  private static final BlackBox BOX = new BlackBox("box", InputSpec.image(1, 1, 2), 3);
  private static final List<String> NAMES = List.of("stop", "yield", "parking");

  private final FakePace pace = new FakePace();
  private Service service = service((i, request) -> Service.Answer.failing(404));

  private static Service service(BiFunction<Integer, JsonNode, Service.Answer> answers) {
    try {
      return new Service(answers);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(BiFunction<Integer, JsonNode, Service.Answer> answers) {
    service.close();
    service = service(answers);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** {@code {"predictions": [...]}} with what {@code each} makes of a sample's first value. */
  private static Service.Answer predictions(
      JsonNode request, BiFunction<Double, Double, String> each) {
    StringJoiner all = new StringJoiner(",", "{\"predictions\": [", "]}");
    for (JsonNode sample : request.get("instances")) {
      JsonNode line = sample.get(0).get(0);
      all.add(each.apply(line.get(0).asDouble(), line.get(1).asDouble()));
    }
    return Service.Answer.ok(all.toString());
  }

  private HttpOptions options(int batch, int retries) {
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

  private HttpLabelModel labels(HttpOptions options) {
    return new HttpLabelModel(BOX, NAMES, HttpFormat.DEFAULT, options, pace);
  }

  private HttpScoreModel scores(Scores kind, HttpOptions options) {
    return new HttpScoreModel(BOX, kind, HttpFormat.DEFAULT, options, pace);
  }

  private static int[] predict(HttpLabelModel model, float... values) {
    return Scope.value(
        () -> model.predict(Tensors.of(values, values.length / 2, 1, 1, 2), Draws.NONE).ints());
  }

  private static double[] logits(HttpScoreModel model, float... values) {
    return Scope.value(
        () -> model.logits(Tensors.of(values, values.length / 2, 1, 1, 2), Draws.NONE).doubles());
  }

  @Test
  void labelsByNumberAndByNameInOrderAcrossRequests() {
    serve(
        (i, request) ->
            predictions(request, (a, b) -> a < .5 ? "\"" + NAMES.get((int) (a * 10)) + "\"" : "1"));

    int[] labels = predict(labels(options(2, 0)), 0, .5f, .1f, 0, .2f, 0, .9f, 0, .2f, .25f);

    assertThat(labels).containsExactly(0, 1, 2, 1, 2);
    assertThat(service.requests()).hasSize(3);
    assertThat(service.requests().get(2).toString()).isEqualTo("{\"instances\":[[[[0.2,0.25]]]]}");
  }

  @Test
  void scoresAndProbabilities() {
    serve((i, request) -> predictions(request, (a, b) -> "[" + a + "," + b + ",0.5]"));

    assertThat(logits(scores(Scores.LOGITS, options(32, 0)), 3, -4, .5f, 0))
        .containsExactly(new double[] {3, -4, .5, .5, 0, .5}, within(1e-6));
    assertThat(logits(scores(Scores.PROBABILITIES, options(32, 0)), .25f, .25f))
        .containsExactly(new double[] {Math.log(.25), Math.log(.25), Math.log(.5)}, within(1e-6));
    assertThatThrownBy(() -> logits(scores(Scores.PROBABILITIES, options(32, 0)), 3, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected probabilities");
  }

  @Test
  void otherTemplatesAndPointers() {
    serve((i, request) -> Service.Answer.ok("{\"out\": {\"rows\": [{\"best\": 2}]}}"));
    HttpFormat format =
        new HttpFormat("{\"model\": \"a\", \"x\": ${instances}}", "/out/rows", "/best");

    HttpLabelModel model = new HttpLabelModel(BOX, List.of(), format, options(1, 0), pace);

    assertThat(predict(model, 1, 2)).containsExactly(2);
    assertThat(service.requests().get(0).toString())
        .isEqualTo("{\"model\":\"a\",\"x\":[[[[1.0,2.0]]]]}");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void passingFailuresAreRetriedWithGrowingWaits(int status) {
    serve(
        (i, request) ->
            i < 3 ? Service.Answer.failing(status) : predictions(request, (a, b) -> "1"));
    HttpLabelModel model = labels(options(4, 3));

    assertThat(predict(model, 1, 2, 3, 4)).containsExactly(1, 1);
    assertThat(pace.sleeps()).containsExactly(100L, 200L, 400L);
    assertThat(model.budget().used()).isEqualTo(8).isEqualTo(service.samples());
  }

  @ParameterizedTest
  @CsvSource({
    "429, 2, 2000",
    "503, 2, 2000",
    "503, 0, 100",
    "500, 2, 100",
    "503, 'Wed, 01 Jan 2020 00:00:07 GMT', 7000",
    "503, nonsense, 100"
  })
  void retryAfterIsHonoured(int status, String value, long wait) {
    serve(
        (i, request) ->
            i == 0
                ? Service.Answer.failing(status, "Retry-After", value)
                : predictions(request, (a, b) -> "1"));

    assertThat(predict(labels(options(4, 1)), 1, 2)).containsExactly(1);
    assertThat(pace.sleeps()).containsExactly(wait);
  }

  @Test
  void retryAfterTooLongIsNotWaitedFor() {
    serve((i, request) -> Service.Answer.failing(429, "Retry-After", "86400"));

    assertThatThrownBy(() -> predict(labels(options(4, 9)), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("it wants to be asked again after 86400 s only");
    assertThat(pace.sleeps()).isEmpty();
  }

  @Test
  void failuresThatStayAreNotRetried() {
    serve((i, request) -> Service.Answer.failing(403));

    assertThatThrownBy(() -> predict(labels(options(4, 9)), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage(service.uri() + " answers with status 403: busy now");
    assertThat(service.requests()).hasSize(1);
  }

  @Test
  void retriesEnd() {
    serve((i, request) -> Service.Answer.failing(500));

    assertThatThrownBy(() -> predict(labels(options(4, 2)), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage(service.uri() + " answers with status 500: busy now (with retries)");
    assertThat(service.requests()).hasSize(3);
  }

  @Test
  void budgetIsNeverExceededRetriesIncluded() {
    serve(
        (i, request) ->
            i % 2 == 0 ? Service.Answer.failing(500) : predictions(request, (a, b) -> "1"));
    HttpLabelModel model = labels(options(2, 3).withQueryBudget(7));

    assertThat(predict(model, 1, 2, 3, 4)).hasSize(2);
    assertThatThrownBy(() -> predict(model, 1, 2, 3, 4))
        .isInstanceOfSatisfying(
            QueryBudgetExceededException.class, e -> assertThat(e.used()).isEqualTo(6))
        .hasMessageContaining("model box has a budget of 7 queries");
    assertThat(service.samples()).isEqualTo(6);
  }

  @Test
  void requestsAreSpacedEvenly() {
    serve((i, request) -> predictions(request, (a, b) -> "1"));
    HttpOptions plain = options(1, 0);
    HttpOptions limited =
        new HttpOptions(
            plain.endpoint(),
            plain.connectTimeout(),
            plain.timeout(),
            0,
            plain.backoff(),
            4,
            1,
            Map.of(),
            OptionalLong.empty());

    predict(labels(limited), 1, 2, 3, 4, 5, 6, 7, 8);

    assertThat(pace.sleeps()).containsExactly(250L, 250L, 250L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>Sorry</html> | is no JSON: <html>Sorry</html>",
        "{\"predictions\": [1]} x | is no JSON: ",
        "{\"outputs\": [1]} | has no array at '/predictions': {\"outputs\": [1]}",
        "{\"predictions\": 1} | has no array at '/predictions'",
        "{\"predictions\": [1, 2]} | gives 2 predictions for 1 samples",
        "{\"predictions\": [\"tree\"]} | has the label \"tree\", expected a whole number or one of [stop",
        "{\"predictions\": [1.5]} | has the label 1.5, expected a whole number",
        "{\"predictions\": [null]} | has the label null, expected a whole number",
        "{\"predictions\": [3]} | model box gives the label 3 for row 0, expected one in 0..2",
        "{\"predictions\": [99999999999]} | model box gives the label -1 for row 0",
      })
  void malformedLabelsAreOneSentence(String body, String sentence) {
    serve((i, request) -> Service.Answer.ok(body));

    assertThatThrownBy(() -> predict(labels(options(4, 3)), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
    assertThat(service.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"predictions\": [1]} | has 1 for a sample, expected an array of scores",
        "{\"predictions\": [[1, \"a\", 2]]} | has the score \"a\", expected a number",
        "{\"predictions\": [[1, NaN, 2]]} | model box gives the score NaN for row 0",
        "{\"predictions\": [[1, 1e999, 2]]} | model box gives the score Infinity for row 0",
        "{\"predictions\": [[1, 2]]} | model box gives 2 scores for row 0, expected one for each",
      })
  void malformedScoresAreOneSentence(String body, String sentence) {
    serve((i, request) -> Service.Answer.ok(body));

    assertThatThrownBy(() -> logits(scores(Scores.LOGITS, options(4, 3)), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void refusedConnectionIsOneSentence() {
    HttpOptions options = options(4, 1);
    service.close();

    assertThatThrownBy(() -> predict(labels(options), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage(service.uri() + " refuses the connection (with retries)");
    assertThat(pace.sleeps()).containsExactly(100L);
  }

  @Test
  void unknownHostIsOneSentence() {
    HttpOptions options = HttpOptions.of(URI.create("http://no-such-host.invalid/p"));

    assertThatThrownBy(() -> predict(labels(options), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("http://no-such-host.invalid/p has a host that is unknown");
  }

  @Test
  void silenceIsOneSentence() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HttpOptions options =
          new HttpOptions(
              URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/p?key=secret"),
              Duration.ofSeconds(2),
              Duration.ofMillis(150),
              0,
              Duration.ZERO,
              0,
              1,
              Map.of(),
              OptionalLong.empty());

      assertThatThrownBy(() -> predict(labels(options), 1, 2))
          .isInstanceOf(BadInputException.class)
          .hasMessage(
              "http://127.0.0.1:" + silent.getLocalPort() + "/p gave no answer within 150 ms");
    }
  }

  @Test
  void interruptsEndTheWait() {
    serve((i, request) -> Service.Answer.failing(500));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> predict(labels(options(4, 9)), 1, 2))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void headersAreSentAndNeverShown() {
    serve((i, request) -> new Service.Answer(403, "no entry with Bearer s3cret", List.of()));
    HttpOptions plain = options(1, 0);
    HttpOptions options =
        new HttpOptions(
            plain.endpoint(),
            plain.connectTimeout(),
            plain.timeout(),
            0,
            plain.backoff(),
            0,
            1,
            Map.of("Authorization", "Bearer s3cret"),
            OptionalLong.empty());

    assertThatThrownBy(() -> predict(labels(options), 1, 2)).hasMessageNotContaining("s3cret");
    assertThat(service.authorizations()).containsExactly("Bearer s3cret");
    assertThat(options.toString()).contains("Authorization").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"x\": 1} | must have ${instances} exactly once",
        "{\"x\": ${instances}, \"y\": ${instances}} | must have ${instances} exactly once",
        "{\"x\": ${instances} | is no JSON"
      })
  void templatesAreChecked(String body, String sentence) {
    assertThatThrownBy(() -> new HttpFormat(body, "/p", ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
    assertThatThrownBy(() -> new HttpFormat("${instances}", "p", ""))
        .hasMessageContaining("'p' is no JSON pointer");
  }

  /** A scheme that begins the token, a status that says nothing is wrong, and an excerpt's end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | Token Token-98765",
        "200 | Token Token-98765",
        "200 | {\"predictions\": [\"Token-98765\"]}",
        "200 | {\"predictions\": {\"you\": \"Token Token-98765\"}}",
        "403 | code 17, code 17"
      })
  void echoedHeadersAreMaskedInEveryMessage(int status, String body) {
    serve((i, request) -> new Service.Answer(status, body, List.of()));
    HttpOptions plain = options(1, 0);
    HttpOptions options =
        new HttpOptions(
            plain.endpoint(),
            plain.connectTimeout(),
            plain.timeout(),
            0,
            plain.backoff(),
            0,
            1,
            Map.of("Authorization", "Token Token-98765", "X-Code", "17"),
            OptionalLong.empty());

    assertThatThrownBy(() -> predict(labels(options), 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("...")
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace(options.place(), ""))
                    .doesNotContain("98765")
                    .doesNotContain("17"));
  }

  @Test
  void addressesWithoutAHostAreNamedAsTheyAreWithoutSecrets() {
    assertThatThrownBy(() -> HttpOptions.of(URI.create("http:/foo?key=s3cret")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'http:/foo?...'");
    assertThatThrownBy(() -> HttpOptions.of(URI.create("http://me:s3cret@my_host/p")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'http://...@my_host/p'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/a", "http:///a", "nothing"})
  void endpointsAreChecked(String uri) {
    assertThatThrownBy(() -> HttpOptions.of(URI.create(uri)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected http://HOST… or https://HOST…");
  }

  @Test
  void variableThatIsNotSetIsNamed() {
    assertThatThrownBy(() -> options(1, 0).withHeaderFrom("Authorization", "NO_SUCH_VARIABLE_HERE"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("environment variable NO_SUCH_VARIABLE_HERE is not set");
  }
}
