package dev.redoubt.model.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A service on this machine that answers as a test says, and keeps what it was asked. */
final class Service implements AutoCloseable {
  /**
   * An answer.
   *
   * @param headers name, value, name, value …
   */
  record Answer(int status, String body, List<String> headers) {
    static Answer ok(String body) {
      return new Answer(200, body, List.of());
    }

    static Answer failing(int status, String... headers) {
      return new Answer(status, "busy\nnow", List.of(headers));
    }
  }

  private final HttpServer server;
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** Answers the k-th request (0, 1, …) from its JSON. */
  Service(BiFunction<Integer, JsonNode, Answer> answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/predict", exchange -> handle(exchange, answers));
    server.start();
  }

  private void handle(HttpExchange exchange, BiFunction<Integer, JsonNode, Answer> answers)
      throws IOException {
    JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
    int index = requests.size();
    requests.add(request);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    Answer answer = answers.apply(index, request);
    for (int i = 0; i < answer.headers.size(); i += 2) {
      exchange.getResponseHeaders().add(answer.headers.get(i), answer.headers.get(i + 1));
    }
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/predict");
  }

  List<JsonNode> requests() {
    return requests;
  }

  List<String> authorizations() {
    return authorizations;
  }

  /** Samples over all requests. */
  int samples() {
    return requests.stream().mapToInt(request -> request.path("instances").size()).sum();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
