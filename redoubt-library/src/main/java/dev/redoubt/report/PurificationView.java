package dev.redoubt.report;

import dev.redoubt.purify.trial.Estimate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A test of a purifying defence as text, ready for the template.
 *
 * @param samples in words
 * @param attack with its settings
 * @param draws at each look, in words
 * @param groups attackers by how the defence draws
 * @param stages of the defence
 * @param strips samples on their way through them
 */
record PurificationView(
    String samples,
    String attack,
    String draws,
    List<Group> groups,
    List<DefenceView.StageRow> stages,
    StripView strips) {
  /** How many characters the pictures may take. */
  private static final int PICTURES = 1_500_000;

  /**
   * Attackers against one deployment.
   *
   * @param title empty where there is only one
   */
  record Group(String title, List<Row> rows) {}

  /**
   * One attacker.
   *
   * @param attacks whether he does
   * @param counts whether he is one that the result is about
   */
  record Row(
      String title,
      String follows,
      boolean attacks,
      boolean counts,
      ModelView.Share single,
      ModelView.Share worst,
      ModelView.Share majority,
      String forwards,
      String backwards,
      String seconds) {}

  static PurificationView of(PurificationReport report) {
    return new PurificationView(
        Headline.samples(report.data()),
        report.attack()
            + Setting.of(report.settings()).stream()
                .map(Setting::toString)
                .collect(Collectors.joining(", ", " (", ")")),
        report.draws() == 1 ? "1 draw" : Numbers.count(report.draws()) + " draws",
        groups(report),
        DefenceView.rows(report.stages()),
        StripView.of(report.strips(), PICTURES));
  }

  private static List<Group> groups(PurificationReport report) {
    List<Row> fresh = rows(report, false);
    List<Row> fixed = rows(report, true);
    return fixed.isEmpty()
        ? List.of(new Group("", fresh))
        : List.of(
            new Group("Other draws for every query", fresh),
            new Group("The same draws for every query", fixed));
  }

  private static List<Row> rows(PurificationReport report, boolean fixed) {
    return report.attackers().stream()
        .filter(attacker -> attacker.fixedDraws() == fixed)
        .map(PurificationView::row)
        .toList();
  }

  private static Row row(PurificationResult attacker) {
    boolean attacks = !attacker.kind().equals("nobody");
    return new Row(
        title(attacker),
        attacks ? follows(attacker) : "clean samples",
        attacks,
        attacker.kind().equals("adaptive"),
        share(attacker.singleShot()),
        share(attacker.worstOfResubmissions()),
        share(attacker.majorityVote()),
        Numbers.count(attacker.forwards()),
        Numbers.count(attacker.backwards()),
        Numbers.duration(attacker.seconds()));
  }

  /** What the table and the chart call an attacker. */
  static String title(PurificationResult attacker) {
    return switch (attacker.kind()) {
      case "nobody" -> "nobody";
      case "weaker" -> attacker.name().equals("bpda") ? "BPDA" : attacker.name();
      default -> attacker.kind();
    };
  }

  private static String follows(PurificationResult attacker) {
    return attacker.draws() > 1
        ? attacker.follows() + ", over %s draws".formatted(Numbers.count(attacker.draws()))
        : attacker.follows();
  }

  private static ModelView.Share share(Estimate estimate) {
    return ModelView.Share.of(estimate.value(), estimate.low(), estimate.high());
  }
}
