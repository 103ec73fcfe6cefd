package dev.redoubt.model.blackbox;

import dev.redoubt.BadInputException;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelProvider;
import dev.redoubt.model.ModelRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Opens {@code http://…} and {@code https://…} as black boxes. Options:
 *
 * <ul>
 *   <li>{@code classes}: their number, or their names with commas; needed
 *   <li>{@code answers}: {@code labels} (the default), {@code logits} or {@code probabilities}
 *   <li>{@code body}, {@code predictions}, {@code each}: see {@link HttpFormat}
 *   <li>{@code connect-timeout}, {@code timeout}, {@code backoff}: in seconds; {@code retries},
 *       {@code rate}, {@code batch}, {@code budget}: see {@link HttpOptions}
 *   <li>{@code random}: {@code true}, if two answers to the same question may differ
 *   <li>{@code header.NAME}: the environment variable that holds the header's value
 * </ul>
 */
public final class HttpProvider implements ModelProvider {
  private static final String HEADER = "header.";

  private static final List<String> OPTIONS =
      List.of(
          "classes",
          "answers",
          "body",
          "predictions",
          "each",
          "connect-timeout",
          "timeout",
          "retries",
          "backoff",
          "rate",
          "batch",
          "budget",
          "random");

  /** For the service loader. */
  public HttpProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("http", "https");
  }

  @Override
  public LabelModel open(ModelRequest request) {
    List<String> known = new ArrayList<>(OPTIONS);
    request.options().keySet().stream().filter(name -> name.startsWith(HEADER)).forEach(known::add);
    request.refuseOthersThan(known);
    HttpOptions options = options(request);
    HttpFormat format =
        new HttpFormat(
            request.option("body").orElse(HttpFormat.DEFAULT.body()),
            request.option("predictions").orElse(HttpFormat.DEFAULT.predictions()),
            request.option("each").orElse(HttpFormat.DEFAULT.each()));
    List<String> names = names(request);
    int classes = names.isEmpty() ? number(request, "classes", 0) : names.size();
    boolean random = request.option("random", false, "true or false", HttpProvider::parseBoolean);
    BlackBox box = new BlackBox(options.place(), request.requireInput(), classes, random);
    String answers = request.option("answers").orElse("labels");
    return switch (answers) {
      case "labels" -> new HttpLabelModel(box, names, format, options);
      case "logits" -> new HttpScoreModel(box, Scores.LOGITS, format, options);
      case "probabilities" -> new HttpScoreModel(box, Scores.PROBABILITIES, format, options);
      default ->
          throw new BadInputException(
              "option answers of model %s is '%s', expected labels, logits or probabilities"
                  .formatted(options.place(), answers));
    };
  }

  /** The class names; none if only their number is told. */
  private static List<String> names(ModelRequest request) {
    String text =
        request
            .option("classes")
            .orElseThrow(
                () ->
                    new BadInputException(
                        "a service does not tell its classes: give --classes, or option classes with a number or"
                            + " names with commas"));
    return text.strip().matches("\\d+")
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static HttpOptions options(ModelRequest request) {
    HttpOptions defaults = HttpOptions.of(endpoint(request));
    OptionalLong budget =
        request.option(
            "budget",
            OptionalLong.empty(),
            "a number of samples",
            text -> OptionalLong.of(Long.parseLong(text)));
    HttpOptions options =
        new HttpOptions(
            defaults.endpoint(),
            seconds(request, "connect-timeout", defaults.connectTimeout()),
            seconds(request, "timeout", defaults.timeout()),
            number(request, "retries", defaults.retries()),
            seconds(request, "backoff", defaults.backoff()),
            request.option(
                "rate", defaults.requestsPerSecond(), "requests a second", Double::parseDouble),
            number(request, "batch", defaults.batchSize()),
            Map.of(),
            budget);
    for (Map.Entry<String, String> option : request.options().entrySet()) {
      if (option.getKey().startsWith(HEADER)) {
        options =
            options.withHeaderFrom(option.getKey().substring(HEADER.length()), option.getValue());
      }
    }
    return options;
  }

  private static URI endpoint(ModelRequest request) {
    try {
      return URI.create(request.text());
    } catch (IllegalArgumentException e) { // its message shows the whole address: not kept
      throw new BadInputException("model address '" + request.place() + "' is no URI");
    }
  }

  private static int number(ModelRequest request, String name, int otherwise) {
    return request.option(name, otherwise, "a whole number", Integer::parseInt);
  }

  private static Duration seconds(ModelRequest request, String name, Duration otherwise) {
    return request.option(
        name,
        otherwise,
        "seconds",
        text -> {
          double seconds = Double.parseDouble(text);
          if (!(seconds >= 0 && seconds <= 86_400)) {
            throw new IllegalArgumentException("out of range");
          }
          return Duration.ofMillis(Math.round(1000 * seconds));
        });
  }

  private static boolean parseBoolean(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text.equals("true");
  }
}
