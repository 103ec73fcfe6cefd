package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries, budgets and the rate of requests, on the loopback interface. */
class HttpPatienceTest extends LoopbackService {
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
}
