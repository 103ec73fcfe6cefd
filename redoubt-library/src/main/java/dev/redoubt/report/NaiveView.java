package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.Share;
import org.jspecify.annotations.Nullable;

/**
 * What an attacker achieves who trusts the gradients, against the full evidence.
 *
 * @param apparent length of the bar of what was only apparent; empty if nothing was
 * @param sentence how much that is
 */
record NaiveView(ModelView.Share naive, ModelView.Share robust, String apparent, String sentence) {
  private static final double ROUNDING = 1e-9;

  /** A difference that another run might not show, as a share of all samples. */
  private static final double SMALL = .01;

  /** The comparison; null if there is no such attacker. */
  static @Nullable NaiveView of(Audit audit) {
    Share naive = audit.naive();
    if (naive == null) {
      return null;
    }
    Share robust = audit.robust();
    double apparent = naive.estimate() - robust.estimate();
    return new NaiveView(
        ModelView.Share.of(naive.estimate(), naive.low(), naive.high()),
        ModelView.Share.of(robust.estimate(), robust.low(), robust.high()),
        apparent > 0 ? ModelView.length(apparent) : "",
        sentence(naive.estimate(), robust.estimate()));
  }

  private static String sentence(double naive, double robust) {
    double apparent = naive - robust;
    if (apparent < ROUNDING) {
      return "Nothing more was found than an attacker finds who takes the gradients as they are.";
    }
    String both =
        "An attacker who takes the gradients as they are leaves %s, the full evidence leaves %s: "
            .formatted(Numbers.percent(naive), robust > 0 ? Numbers.percent(robust) : "nothing");
    if (apparent <= SMALL + ROUNDING) {
      return both + "hardly any of the robustness was only apparent.";
    }
    return both + Numbers.points(apparent) + " of robustness were only apparent.";
  }
}
