package dev.redoubt.report;

import java.util.List;
import java.util.stream.Collectors;

/** A test of a purifying defence in one sentence: what is left, and what others would have said. */
final class PurificationHeadline {
  /** A difference that is worth a word, as a share of all samples. */
  private static final double SMALL = 0.01;

  private PurificationHeadline() {}

  /** The sentence. Shares are those of single shots. */
  static String of(PurificationReport report) {
    PurificationResult adaptive = PurificationNotes.adaptive(report.attackers());
    String eot =
        adaptive.draws() > 1
            ? " and EOT over %s draws".formatted(Numbers.count(adaptive.draws()))
            : "";
    String left =
        "On %s, under %s, %s behind %s goes from %s to %s%s with %s%s"
            .formatted(
                Headline.samples(report.data()),
                Headline.budget(report.threat()),
                report.model().name(),
                DefenceResult.words(report.stages()),
                shot(report.attackers().get(0)),
                shot(adaptive),
                report.random() ? " in single shots" : "",
                adaptive.follows(),
                eot);
    return left
        + claims(report, adaptive, 1, "; %s alone would have claimed %s")
        + claims(report, adaptive, -1, "; %s leaves only %s")
        + ".";
  }

  /** Who says more, or less, than the adaptive attacker. */
  private static String claims(
      PurificationReport report, PurificationResult adaptive, int side, String first) {
    List<PurificationResult> those =
        report.attackers().stream()
            .filter(other -> PurificationNotes.isWeaker(other) && !other.fixedDraws())
            .filter(
                other ->
                    side * (other.singleShot().value() - adaptive.singleShot().value()) > SMALL)
            .sorted((a, b) -> Boolean.compare(isOblivious(a), isOblivious(b)))
            .toList();
    if (those.isEmpty()) {
      return "";
    }
    PurificationResult one = those.get(0);
    return first.formatted(title(one), shot(one))
        + those.stream()
            .skip(1)
            .map(other -> ", %s %s".formatted(title(other), shot(other)))
            .collect(Collectors.joining());
  }

  private static boolean isOblivious(PurificationResult attacker) {
    return attacker.kind().equals("oblivious");
  }

  private static String shot(PurificationResult attacker) {
    return Numbers.percent(attacker.singleShot().value());
  }

  /** An attacker within a sentence. */
  private static String title(PurificationResult attacker) {
    return isOblivious(attacker) ? "an attack on the bare classifier" : title(attacker.name());
  }

  /** A weaker view as people write it. */
  static String title(String view) {
    return switch (view) {
      case "bpda" -> "BPDA";
      case "surrogate" -> "a surrogate process";
      default -> view;
    };
  }
}
