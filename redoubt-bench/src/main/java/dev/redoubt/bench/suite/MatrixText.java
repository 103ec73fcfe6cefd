package dev.redoubt.bench.suite;

import dev.redoubt.audit.Verdict;
import dev.redoubt.bench.suite.ConfusionMatrix.Rate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A confusion matrix in Markdown. */
final class MatrixText {
  private static final List<Kind> KINDS = List.of(Kind.WRAPPER, Kind.BROKEN, Kind.CONTROL);

  private final ConfusionMatrix matrix;
  private final List<Fixture> fixtures;

  MatrixText(ConfusionMatrix matrix, List<Fixture> fixtures) {
    this.matrix = matrix;
    this.fixtures = fixtures;
  }

  /** All of it. */
  String all() {
    return String.join("\n\n", counts(), rates(), eachFixture(), misjudged()) + "\n";
  }

  /** Kinds against verdicts. */
  String counts() {
    StringBuilder text =
        new StringBuilder("| | fixtures | audits |")
            .append(verdicts().map(v -> " " + v.words() + " |").collect(Collectors.joining()))
            .append("\n|---|---|---|")
            .append(verdicts().map(v -> "---|").collect(Collectors.joining()));
    for (Kind kind : KINDS) {
      List<Trial> trials = matrix.of(kind);
      text.append(
          "\n| %s | %d | %d |"
              .formatted(kind.words(), ConfusionMatrix.byFixture(trials).size(), trials.size()));
      verdicts().forEach(v -> text.append(" %d |".formatted(matrix.count(kind, v))));
    }
    return text.toString();
  }

  private static Stream<Verdict> verdicts() {
    return Stream.of(
        Verdict.REFUTED,
        Verdict.MASKING_SUSPECTED,
        Verdict.INCONCLUSIVE,
        Verdict.CREDIBLE,
        Verdict.CERTIFIED);
  }

  /** The two rates, and the deviation behind wrappers. */
  String rates() {
    String wrappers =
        String.format(
            Locale.ROOT,
            "- Behind wrappers the audit's robust accuracy is at most %.1f points off that of the network itself.",
            100 * matrix.largestDeviation());
    return String.join(
        "\n",
        "- False claims detected: " + words(matrix.detection()),
        "- False alarms on honest controls: " + words(matrix.falseAlarms()),
        wrappers);
  }

  private static String words(Rate rate) {
    return String.format(
        Locale.ROOT,
        "**%d of %d audits, %.1f %%** (95 %% interval %.1f to %.1f %%, for %d fixtures)",
        rate.hits(),
        rate.trials(),
        100 * rate.estimate(),
        100 * rate.low(),
        100 * rate.high(),
        rate.fixtures());
  }

  /** One line a fixture. */
  String eachFixture() {
    StringBuilder text =
        new StringBuilder(
            "| fixture | what | audits | clean | claim | known | audited | verdicts | flags | training | audit |\n|---|---|---|---|---|---|---|---|---|---|---|");
    Map<String, List<Trial>> groups = ConfusionMatrix.byFixture(matrix.trials());
    for (Fixture fixture : fixtures) {
      List<Trial> trials = groups.getOrDefault(fixture.name(), List.of());
      if (!trials.isEmpty()) {
        text.append('\n').append(line(fixture, trials));
      }
    }
    return text.toString();
  }

  private static String line(Fixture fixture, List<Trial> trials) {
    return "| %s | %s, %s | %d × %d | %s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            fixture.name(),
            fixture.what(),
            fixture.threat().text(),
            trials.size(),
            trials.get(0).samples(),
            percent(trials.stream().map(Trial::clean)),
            percent(trials.stream().map(Trial::claim)),
            percent(trials.stream().map(Trial::known)),
            percent(trials.stream().map(Trial::robust)),
            counted(trials.stream().map(trial -> trial.verdict().words())),
            counted(
                trials.stream()
                    .flatMap(trial -> Stream.of(trial.flags().split(", ")))
                    .filter(flag -> !flag.isEmpty())
                    .sorted()),
            seconds(trials.stream().mapToDouble(Trial::trainingSeconds).max().orElse(0)),
            seconds(trials.stream().mapToDouble(Trial::seconds).average().orElse(0)));
  }

  /** Values that are all the same once, others from the smallest to the largest. */
  private static String percent(Stream<Double> shares) {
    List<String> sorted =
        shares.sorted().map(share -> String.format(Locale.ROOT, "%.1f", 100 * share)).toList();
    String least = sorted.get(0);
    String most = sorted.get(sorted.size() - 1);
    return (least.equals(most) ? least : least + "–" + most) + " %";
  }

  private static String counted(Stream<String> words) {
    Map<String, Long> counts =
        words.collect(
            Collectors.groupingBy(word -> word, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " ×" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.0f s", seconds);
  }

  /** What the audit has judged wrongly, and what was nothing to detect. */
  String misjudged() {
    String wrong =
        matrix.misjudged().isEmpty()
            ? "Misjudged: none."
            : "Misjudged: " + named(matrix.misjudged()) + ".";
    String none =
        matrix.trueAfterAll().isEmpty()
            ? ""
            : "\n\nNothing to detect, since the claim holds within five points: "
                + named(matrix.trueAfterAll())
                + ".";
    return wrong + none;
  }

  private static String named(List<Trial> trials) {
    return trials.stream()
        .map(
            trial ->
                String.format(
                    Locale.ROOT,
                    "%s (seeds %d and %d; claim %.1f %%, known %.1f %%, audited %.1f %%: %s; flags %s)",
                    trial.fixture(),
                    trial.trainingSeed(),
                    trial.auditSeed(),
                    100 * trial.claim(),
                    100 * trial.known(),
                    100 * trial.robust(),
                    trial.verdict().words(),
                    trial.flags().isEmpty() ? "none" : trial.flags()))
        .collect(Collectors.joining("; "));
  }
}
