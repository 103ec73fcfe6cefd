package dev.redoubt.report;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model's defence as text and pictures.
 *
 * @param words the stages in short
 * @param oblivious what attackers leave who don't know of it; null if there were none
 * @param apparent the length of the bar that those take away who know; empty if they take nothing
 * @param sentence how much of the robustness is only apparent
 */
record DefenceView(
    String words,
    ModelView.@Nullable Share oblivious,
    String apparent,
    String sentence,
    List<StageRow> stages,
    StripView strips) {
  /** A stage and what it declares. */
  record StageRow(String name, String settings, String derivative, String random, String rejects) {}

  /**
   * Formats a defence, if there is one.
   *
   * @param room how many characters its pictures may take
   */
  static @Nullable DefenceView of(ModelResult m, int room) {
    DefenceResult defence = m.defence();
    if (defence == null) {
      return null;
    }
    Double oblivious = defence.robustAccuracyOblivious();
    double apparent = oblivious == null ? 0 : oblivious - m.robustAccuracy();
    return new DefenceView(
        defence.words(),
        oblivious == null ? null : ModelView.Share.of(oblivious, m.samples()),
        apparent > 0 ? ModelView.length(apparent) : "",
        oblivious == null
            ? ""
            : ApparentRobustness.sentence(m.cleanAccuracy(), oblivious, m.robustAccuracy()),
        rows(defence.stages()),
        StripView.of(defence.strips(), room));
  }

  /** Stages as rows of a table. */
  static List<StageRow> rows(List<StageSummary> stages) {
    return stages.stream().map(DefenceView::row).toList();
  }

  private static StageRow row(StageSummary stage) {
    return new StageRow(
        stage.name(),
        Setting.of(stage.settings()).stream()
            .map(Setting::toString)
            .collect(Collectors.joining(", ")),
        stage.derivative(),
        yesOrNo(stage.random()),
        yesOrNo(stage.rejects()));
  }

  private static String yesOrNo(boolean is) {
    return is ? "yes" : "no";
  }
}
