package dev.redoubt.report;

import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import dev.redoubt.compare.Findings;
import dev.redoubt.compare.Guarantee;
import dev.redoubt.compare.InferenceCost;
import dev.redoubt.compare.TrainingPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparisons with plausible numbers. */
final class ComparisonFixtures {
  private static final NotRun TWIN = new NotRun("H6 transfer", "No twin was given.");

  private ComparisonFixtures() {}

  /** The five families. */
  static ComparisonReport families() {
    return report(
        List.of(
            row("undefended", null, Guarantee.NONE, findings(127, 47, 47, null, null), 20, 1),
            row(
                "adversarial-training",
                null,
                Guarantee.EMPIRICAL,
                findings(127, 95, 95, null, null),
                437,
                1.02),
            row(
                "smoothing",
                "smooth:sigma=0.25,copies=25",
                Guarantee.PROVEN,
                findings(118, 70, 66, 58, .368),
                61,
                24.4),
            row(
                "diffusion",
                "diffusion:d.safetensors,t=0.1,steps=5",
                Guarantee.EMPIRICAL,
                new Findings(
                    "PGD-20, 4 draws a look, majority of 100 votes",
                    64,
                    Share.of(62, 64),
                    Share.of(46, 64),
                    Share.of(33, 64),
                    null,
                    46 / 64.0,
                    Verdict.REFUTED,
                    "The claim of 71.9 % robust accuracy at l2:0.5 is refuted: an attack leaves 51.6 %.",
                    List.of(),
                    List.of(new NotRun("Checks H1 to H9 and S1 to S7", "They would take hours.")),
                    200),
                232,
                207),
            row(
                "detection",
                "detect:d.safetensors@fpr=5%",
                Guarantee.NONE,
                findings(121, 115, 48, null, 115 / 128.0),
                62,
                15.2)));
  }

  static ComparisonReport report(List<ComparisonRow> rows) {
    return new ComparisonReport(
        ReportFixtures.provenance("redoubt", "compare", "--out", "comparison"),
        new DataSummary("roadsigns", "test", 128),
        new ThreatSummary("l2", .5, "l2:0.5", null),
        "quick",
        rows,
        List.of());
  }

  /** A row of 128 samples. */
  static ComparisonRow row(
      String name,
      @Nullable String defence,
      Guarantee guarantee,
      Findings findings,
      double seconds,
      double answer) {
    return new ComparisonRow(
        name,
        "a few <words>",
        new ModelIdentity(name + ".safetensors", "ab".repeat(32)),
        defence,
        guarantee,
        findings,
        List.of(new TrainingPart("classifier", seconds, 68_400, 68_400)),
        seconds / 20,
        new InferenceCost(name.equals("smoothing") ? 25 : 1, 2e-5 * answer, answer),
        "rows/" + name);
  }

  /** Of 128 samples; the verdict follows from the claim. */
  static Findings findings(
      int clean, int oblivious, int adaptive, @Nullable Integer certified, @Nullable Double claim) {
    Share proven = certified == null ? null : Share.of(certified, 128);
    boolean holds = claim == null || adaptive / 128.0 >= claim;
    return new Findings(
        "audit, effort quick",
        128,
        Share.of(clean, 128),
        Share.of(oblivious, 128),
        Share.of(adaptive, 128),
        proven,
        claim,
        proven != null ? Verdict.CERTIFIED : holds ? Verdict.CREDIBLE : Verdict.REFUTED,
        holds ? "The claim is credible." : "The claim is refuted.",
        List.of(),
        List.of(TWIN),
        30);
  }
}
