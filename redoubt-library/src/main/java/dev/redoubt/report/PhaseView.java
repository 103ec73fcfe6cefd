package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where time went: one phase as text.
 *
 * @param name of the phase; a check with its title
 * @param share of the time
 * @param width length of its bar
 */
record PhaseView(
    String name, String share, String width, String seconds, String forwards, String backwards) {
  /** All phases, the longest first. */
  static List<PhaseView> of(Audit audit) {
    Map<String, String> titles =
        audit.checks().stream()
            .collect(Collectors.toMap(CheckResult::id, CheckResult::title, (one, other) -> one));
    double all = audit.phases().stream().mapToDouble(Phase::seconds).sum();
    return audit.phases().stream()
        .sorted(Comparator.comparingDouble(phase -> -phase.seconds()))
        .map(phase -> view(phase, titles, all))
        .toList();
  }

  private static PhaseView view(Phase phase, Map<String, String> titles, double all) {
    String title = titles.get(phase.name());
    double share = phase.seconds() / all;
    return new PhaseView(
        title == null ? phase.name() : phase.name() + ": " + title,
        Numbers.percent(share),
        ModelView.length(share),
        Numbers.duration(phase.seconds()),
        Numbers.count(phase.forwards()),
        Numbers.count(phase.backwards()));
  }
}
