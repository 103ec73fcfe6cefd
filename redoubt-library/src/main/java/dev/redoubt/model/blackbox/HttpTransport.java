package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Posts a body and gets one, within the rate and the budget, again if a failure may pass. */
final class HttpTransport {
  private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);

  /** A wait longer than this is not waited for. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** Characters of an answer that a message shows. */
  private static final int EXCERPT = 200;

  /** Shorter words within the value of a header are no secrets by themselves. */
  private static final int SHORTEST_WORD = 4;

  private final HttpOptions options;
  private final QueryBudget budget;
  private final Pace pace;
  private final RateLimit rate;
  private final HttpClient client;
  private final List<String> secrets;

  HttpTransport(String model, HttpOptions options, Pace pace) {
    this.options = options;
    this.secrets = secrets(options.headers().values());
    this.budget = new QueryBudget(model, options.queryBudget().orElse(Long.MAX_VALUE));
    this.pace = pace;
    this.rate = new RateLimit(options.requestsPerSecond(), pace);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // headers would go along
            .connectTimeout(options.connectTimeout())
            .build();
  }

  QueryBudget budget() {
    return budget;
  }

  /**
   * Posts JSON and gives the body of the answer.
   *
   * @param samples in the body: each attempt takes as many queries from the budget
   * @throws BadInputException in one sentence, if no attempt gets an answer with status 200
   * @throws CancellationException if the thread is interrupted
   */
  String post(String body, int samples) {
    try {
      Attempt attempt = attempt(body, samples);
      for (int retry = 0; retry < options.retries() && attempt.mayPass; retry++) {
        pace.sleep(pause(attempt, retry));
        attempt = attempt(body, samples);
      }
      if (attempt.body == null) {
        String tries = options.retries() > 0 && attempt.mayPass ? " (with retries)" : "";
        throw new BadInputException(options.place() + " " + attempt.failure + tries);
      }
      return attempt.body;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while asking " + options.place());
    }
  }

  /**
   * What one attempt came to.
   *
   * @param body the answer, unless it failed
   * @param failure why it failed, to follow the endpoint's name
   * @param mayPass whether trying again makes sense
   * @param retryAfter the header's value
   */
  private record Attempt(
      @Nullable String body, String failure, boolean mayPass, @Nullable String retryAfter) {
    static Attempt failed(String failure, boolean mayPass) {
      return new Attempt(null, failure, mayPass, null);
    }
  }

  private Attempt attempt(String body, int samples) throws InterruptedException {
    rate.await();
    budget.spend(samples);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.endpoint())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .timeout(options.timeout())
            .POST(HttpRequest.BodyPublishers.ofString(body));
    options.headers().forEach(request::setHeader);
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request.build(), info -> new BoundedBody());
    try {
      return judged(answer.get(options.timeout().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Attempt.failed("gave no answer within " + seconds(options.timeout()), true);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      return unanswered(Objects.requireNonNull(e.getCause()));
    }
  }

  private Attempt judged(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == 200) {
      return new Attempt(response.body(), "", false, null);
    }
    String text = excerpt(response.body());
    String failure =
        "answers with status " + status + (text.isEmpty() ? " and no text" : ": " + text);
    String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
    return new Attempt(
        null,
        failure,
        PASSING.contains(status),
        status == 429 || status == 503 ? retryAfter : null);
  }

  private Attempt unanswered(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return Attempt.failed(
          "accepts no connection within " + seconds(options.connectTimeout()), true);
    }
    if (cause instanceof HttpTimeoutException) {
      return Attempt.failed("gave no answer within " + seconds(options.timeout()), true);
    }
    if (cause instanceof BodyTooLongException) {
      return Attempt.failed(String.valueOf(cause.getMessage()), false);
    }
    if (cause instanceof ConnectException) {
      boolean unknown = causes(cause).anyMatch(UnresolvedAddressException.class::isInstance);
      return Attempt.failed(
          unknown ? "has a host that is unknown" : "refuses the connection", !unknown);
    }
    if (cause instanceof IOException) {
      return Attempt.failed("broke off the connection: " + cause.getMessage(), true);
    }
    return Attempt.failed("can't be asked: " + cause, false);
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  /** The service's own wish, or twice as long as the time before. */
  private Duration pause(Attempt attempt, int retry) {
    Duration own = options.backoff().multipliedBy(1L << Math.min(retry, 30));
    Duration wished = attempt.retryAfter == null ? Duration.ZERO : wished(attempt.retryAfter);
    if (wished.compareTo(LONGEST_WAIT) > 0) {
      throw new BadInputException(
          "%s %s; it wants to be asked again after %s only"
              .formatted(options.place(), attempt.failure, seconds(wished)));
    }
    Duration wait = own.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : own;
    return wished.compareTo(wait) > 0 ? wished : wait;
  }

  /** Seconds or a date (RFC 9110, 10.2.3); nothing else says anything. */
  private Duration wished(String retryAfter) {
    if (retryAfter.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(pace.now(), at.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  /** The beginning of an answer on one line, without the header values that some services echo. */
  String excerpt(String body) {
    String masked = body;
    for (String secret : secrets) {
      masked = masked.replace(secret, "...");
    }
    String line = masked.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
  }

  /** Whole values and the words in them, longest first since one may begin another. */
  private static List<String> secrets(Collection<String> values) {
    Stream<String> words =
        values.stream()
            .flatMap(value -> Stream.of(value.split("[\\s\"\\\\]+", -1)))
            .filter(word -> word.length() >= SHORTEST_WORD);
    return Stream.concat(values.stream().filter(value -> !value.isBlank()), words)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }
}
