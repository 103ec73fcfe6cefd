package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to a service, and what of it is never shown. */
class HttpRequestsTest extends LoopbackService {
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
