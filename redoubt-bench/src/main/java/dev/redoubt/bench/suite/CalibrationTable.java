package dev.redoubt.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What checks see on honest models that are not in the matrix, against their thresholds.
 *
 * @param lines one a figure
 * @param models that were looked at
 */
record CalibrationTable(List<Line> lines, int models) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies. */
  CalibrationTable {
    lines = List.copyOf(lines);
  }

  /** The figure that a check decides by, and its threshold in words. */
  private record Figure(String check, String name, String threshold, boolean least) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("H1", "median_relative_error", "> .05", false),
          new Figure("H1", "share_with_cosine_below_0.9", "> .1", false),
          new Figure("H3", "largest_difference", "> 1e-4", false),
          new Figure("H4", "largest_difference", "> 1e-4", false),
          new Figure("H5", "largest_rise", "> .01", false),
          new Figure("H7", "share", "> .002", false),
          new Figure("S1", "share", "> .005", false),
          new Figure("S2", "moved_by_doubling", "> .005", false),
          new Figure("S3", "mean_change", "> .1", false),
          new Figure("S4", "spread", "> .03", false),
          new Figure("S5", "moved_by_scale", "> .005", false),
          new Figure("S5", "moved_by_fp64", "> .005", false),
          new Figure("S6", "mean_cosine", "< .2", true));

  /** What one honest model showed of one check. */
  private record Seen(boolean flag, boolean unresolved, OptionalDouble figure) {}

  /**
   * One figure over all models.
   *
   * @param worst the one nearest to the threshold, or beyond
   */
  record Line(
      String check,
      String figure,
      String threshold,
      int models,
      double median,
      double worst,
      int flagged,
      int unresolved) {}

  /**
   * From trials and from the files of audits.
   *
   * @param honest one folder an audit; empty if there are none
   */
  static CalibrationTable of(List<Trial> trials, Optional<Path> honest) {
    List<BiFunction<String, String, Optional<Seen>>> models = new ArrayList<>();
    trials.stream()
        .filter(trial -> trial.kind() == Kind.CALIBRATION)
        .forEach(trial -> models.add((check, figure) -> seen(trial, check, figure)));
    honest.ifPresent(
        folder ->
            audits(folder)
                .forEach(audit -> models.add((check, figure) -> seen(audit, check, figure))));
    List<Line> lines = new ArrayList<>();
    for (Figure figure : FIGURES) {
      List<Seen> all =
          models.stream()
              .flatMap(model -> model.apply(figure.check(), figure.name()).stream())
              .toList();
      if (!all.isEmpty()) {
        lines.add(line(figure, all));
      }
    }
    return new CalibrationTable(lines, models.size());
  }

  private static Line line(Figure figure, List<Seen> all) {
    double[] sorted =
        all.stream().flatMapToDouble(seen -> stream(seen.figure())).sorted().toArray();
    return new Line(
        figure.check(),
        figure.name(),
        figure.threshold(),
        all.size(),
        sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2],
        sorted.length == 0
            ? Double.NaN
            : figure.least() ? sorted[0] : Arrays.stream(sorted).max().getAsDouble(),
        (int) all.stream().filter(Seen::flag).count(),
        (int) all.stream().filter(Seen::unresolved).count());
  }

  private static DoubleStream stream(OptionalDouble value) {
    return value.isPresent() ? DoubleStream.of(value.getAsDouble()) : DoubleStream.empty();
  }

  private static Optional<Seen> seen(Trial trial, String check, String figure) {
    Double value = trial.figure(check, figure);
    return trial.seen().stream()
        .filter(each -> each.id().equals(check))
        .findFirst()
        .map(
            each ->
                new Seen(
                    each.flag(),
                    each.flag() && !each.resolved(),
                    value == null ? OptionalDouble.empty() : OptionalDouble.of(value)));
  }

  private static Optional<Seen> seen(JsonNode audit, String check, String figure) {
    for (JsonNode each : audit.path("checks")) {
      if (each.path("id").asText().equals(check)) {
        JsonNode value = each.path("figures").path(figure);
        boolean flag = each.path("flag").asBoolean();
        return Optional.of(
            new Seen(
                flag,
                flag && !each.path("resolved").asBoolean(),
                value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty()));
      }
    }
    return Optional.empty();
  }

  private static List<JsonNode> audits(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<JsonNode> audits = new ArrayList<>();
      for (Path each : all.sorted().map(path -> path.resolve("audit.json")).toList()) {
        if (Files.exists(each)) {
          audits.add(JSON.readTree(each.toFile()));
        }
      }
      return audits;
    } catch (IOException e) {
      throw new BadInputException("cannot read audits in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** In Markdown. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            "| check | figure | flags | honest models | median | worst | flagged | unresolved |\n|---|---|---|---|---|---|---|---|\n");
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %d | %.2g | %.2g | %d | %d |%n",
              line.check(),
              line.figure().replace('_', ' '),
              line.threshold(),
              line.models(),
              line.median(),
              line.worst(),
              line.flagged(),
              line.unresolved()));
    }
    return text.toString();
  }
}
