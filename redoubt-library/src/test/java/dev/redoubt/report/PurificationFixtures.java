package dev.redoubt.report;

import dev.redoubt.purify.trial.Estimate;
import java.util.List;
import java.util.Map;

/** Tests of purifying defences: one that seemed to hold, and one that is not random. */
final class PurificationFixtures {
  private PurificationFixtures() {}

  static PurificationReport diffusion() {
    return report(
        "diffusion",
        true,
        List.of(
            attacker("nobody", "nobody", "", 1, .93, .81, .97),
            attacker("oblivious", "oblivious", "gradients of the bare classifier", 1, .9, .7, .95),
            attacker("bpda", "weaker", "the identity in place of diffusion", 20, .71, .4, .78),
            attacker(
                "surrogate",
                "weaker",
                "the way back in 2 steps instead of 10 in place of diffusion",
                20,
                .52,
                .21,
                .55),
            attacker("adaptive", "adaptive", "full gradients", 20, .31, .04, .3),
            attacker("nobody, fixed draws", "nobody", "", 1, .94, .94, .94),
            attacker("adaptive, fixed draws", "adaptive", "full gradients", 1, .12, .12, .12)),
        List.of("A note."));
  }

  static PurificationReport deterministic() {
    return report(
        "median",
        false,
        List.of(
            attacker("nobody", "nobody", "", 1, 1, 1, 1),
            attacker("oblivious", "oblivious", "gradients of the bare classifier", 1, .2, .2, .2),
            attacker("adaptive", "adaptive", "full gradients", 1, .4, .4, .4)),
        List.of());
  }

  static PurificationReport report(
      String stage, boolean random, List<PurificationResult> attackers, List<String> notes) {
    return new PurificationReport(
        ReportFixtures.provenance("redoubt", "purify", "test"),
        new DataSummary("roadsigns", "test", 64),
        new ThreatSummary("linf", 8 / 255.0, "linf:8/255", null),
        new ModelIdentity("signs.safetensors", "ab".repeat(32)),
        List.of(new StageSummary(stage, Map.of("t", .1), "its own", random, false)),
        random,
        "pgd-20",
        Map.of("steps", 20),
        random ? 20 : 1,
        100,
        10,
        attackers,
        notes,
        random ? List.of(DefenceFixtures.strip(1)) : List.of());
  }

  static PurificationResult attacker(
      String name,
      String kind,
      String follows,
      int draws,
      double single,
      double worst,
      double majority) {
    return new PurificationResult(
        name,
        kind,
        follows,
        draws,
        name.endsWith("fixed draws"),
        estimate(single),
        estimate(worst),
        estimate(majority),
        kind.equals("nobody") ? 0 : 25_600,
        kind.equals("nobody") ? 0 : 25_600L * draws,
        kind.equals("nobody") ? 0 : 72.5,
        0);
  }

  private static Estimate estimate(double value) {
    return new Estimate(value, Math.max(0, value - .1), Math.min(1, value + .08));
  }
}
