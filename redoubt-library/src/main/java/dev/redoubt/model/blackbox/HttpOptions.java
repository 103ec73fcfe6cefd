package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;
import dev.redoubt.model.ModelRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a service is asked.
 *
 * @param endpoint {@code http} or {@code https}
 * @param connectTimeout for the connection
 * @param timeout for one whole answer
 * @param retries further attempts after a failure that may pass: no connection, no answer in time,
 *     status 429, 500, 502, 503 or 504
 * @param backoff the wait before the first retry; doubles with each; a longer {@code Retry-After}
 *     of the service is honoured
 * @param requestsPerSecond at most so many, retries included; 0 for no limit
 * @param batchSize samples in one request
 * @param headers sent with each request; their values are never shown
 * @param queryBudget samples that one opened model may send at most, each attempt counted; the
 *     count is not kept: a run that goes on in another process has the budget anew
 */
public record HttpOptions(
    URI endpoint,
    Duration connectTimeout,
    Duration timeout,
    int retries,
    Duration backoff,
    double requestsPerSecond,
    int batchSize,
    Map<String, String> headers,
    OptionalLong queryBudget) {
  /** Checks and copies. */
  public HttpOptions {
    headers = Map.copyOf(headers);
    String scheme = String.valueOf(endpoint.getScheme());
    if (!scheme.matches("(?i)https?") || endpoint.getHost() == null) {
      throw new BadInputException(
          "endpoint '"
              + place(endpoint)
              + "' is no address, expected http://HOST… or https://HOST…");
    }
    require(positive(connectTimeout), "connect timeout must be positive, not " + connectTimeout);
    require(positive(timeout), "timeout must be positive, not " + timeout);
    require(!backoff.isNegative(), "backoff must not be negative, not " + backoff);
    require(retries >= 0 && retries <= 100, "retries must be from 0 to 100, not " + retries);
    require(
        requestsPerSecond >= 0 && requestsPerSecond <= 1e6,
        "requests per second must be from 0 (no limit) to a million, not " + requestsPerSecond);
    require(batchSize >= 1, "request batch size must be at least 1, not " + batchSize);
    require(
        queryBudget.orElse(1) >= 1,
        "query budget must be at least 1, not " + queryBudget.orElse(1));
    headers.forEach((name, value) -> checkHeader(endpoint, name, value));
  }

  /** 5 s to connect, 30 s to answer, 3 retries after 0.5, 1 and 2 s, 32 samples a request. */
  public static HttpOptions of(URI endpoint) {
    return new HttpOptions(
        endpoint,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        3,
        Duration.ofMillis(500),
        0,
        32,
        Map.of(),
        OptionalLong.empty());
  }

  /** The same with a budget. */
  public HttpOptions withQueryBudget(long samples) {
    return new HttpOptions(
        endpoint,
        connectTimeout,
        timeout,
        retries,
        backoff,
        requestsPerSecond,
        batchSize,
        headers,
        OptionalLong.of(samples));
  }

  /**
   * The same with a header whose value stands in an environment variable, such as {@code
   * Authorization}.
   *
   * @throws BadInputException if the variable is not set
   */
  public HttpOptions withHeaderFrom(String header, String variable) {
    String value = System.getenv(variable);
    if (value == null) {
      throw new BadInputException(
          "environment variable "
              + variable
              + " is not set, expected the value of header "
              + header);
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpOptions(
        endpoint,
        connectTimeout,
        timeout,
        retries,
        backoff,
        requestsPerSecond,
        batchSize,
        more,
        queryBudget);
  }

  /** The endpoint as messages name it: without user, query and fragment, which may be secret. */
  public String place() {
    return place(endpoint);
  }

  private static String place(URI uri) {
    if (uri.getHost() == null) {
      return ModelRequest.withoutSecrets(uri.toString());
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getPath() == null ? "" : uri.getPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  private static boolean positive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new BadInputException(otherwise);
    }
  }

  private static void checkHeader(URI endpoint, String name, String value) {
    try {
      HttpRequest.newBuilder(endpoint).header(name, value);
    } catch (IllegalArgumentException e) { // its message may show the value: not kept
      throw new BadInputException("header '" + name + "' can't be sent, or its value can't");
    }
  }

  /** Everything but the values of the headers. */
  @Override
  public String toString() {
    return "HttpOptions[endpoint=%s, connectTimeout=%s, timeout=%s, retries=%d, backoff=%s, "
            .formatted(place(), connectTimeout, timeout, retries, backoff)
        + "requestsPerSecond=%s, batchSize=%d, headers=%s, queryBudget=%s]"
            .formatted(requestsPerSecond, batchSize, headers.keySet(), queryBudget);
  }
}
