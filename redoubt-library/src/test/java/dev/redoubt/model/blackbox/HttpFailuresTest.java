package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong with a service is one sentence. */
class HttpFailuresTest extends LoopbackService {
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
}
