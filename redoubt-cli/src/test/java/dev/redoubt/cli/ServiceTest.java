package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that can only be asked: says 1 for points whose first value is above one half. */
class ServiceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server = HttpServer.create();

  ServiceTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/predict", this::answer);
    server.start();
    Files.writeString(
        folder.resolve("points.csv"),
        "a,b,label\n0.1,0.2,0\n0.9,0.3,1\n0.45,0.4,0\n0.95,0.1,1\n0.2,0.9,1\n");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    List<Integer> labels = new ArrayList<>();
    for (JsonNode point : JSON.readTree(exchange.getRequestBody()).path("instances")) {
      labels.add(point.path(0).asDouble() > .5 ? 1 : 0);
      asked.incrementAndGet();
    }
    byte[] body = ("{\"predictions\": " + labels + "}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private CommandLineRun attack(String attack, String... more) {
    String command =
        "attack --quiet --model http://me:pa55word@%s:%d/predict?key=k3y0 --data csv:%s --split all --threat linf:0.3 --curve-samples 0 --attack %s --out %s"
            .formatted(
                server.getAddress().getHostString(),
                server.getAddress().getPort(),
                folder.resolve("points.csv"),
                attack,
                folder.resolve("report"));
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void labelsAreEnoughForNoise() throws IOException {
    CommandLineRun run = attack("noise");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode report = JSON.readTree(folder.resolve("report").resolve("report.json").toFile());
    assertThat(report.path("clean_accuracy").asDouble()).isEqualTo(.8);
    assertThat(report.path("cost").path("forwards").asInt()).isEqualTo(asked.get());
    assertThat(folder.resolve("report").resolve("report.html"))
        .content()
        .contains("http://")
        .doesNotContain("k3y0", "pa55word");
    assertThat(report.toString()).contains("/predict").doesNotContain("k3y0", "pa55word");
  }

  @Test
  void gradientsAreRefusedWithWhatCanBeRun() {
    CommandLineRun run = attack("fgsm,pgd");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("fgsm", "gradients", "noise");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void theBudgetIsNeverExceeded() {
    CommandLineRun run = attack("noise", "--model-option", "budget=7");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("budget");
    assertThat(asked.get()).isLessThanOrEqualTo(7);
  }

  @Test
  void whatIsNoServiceIsExplained() {
    server.stop(0);
    CommandLineRun run =
        attack("noise", "--model-option", "retries=0", "--model-option", "connect-timeout=1");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("/predict");
  }
}
