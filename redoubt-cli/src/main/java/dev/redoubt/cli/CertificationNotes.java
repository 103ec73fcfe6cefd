package dev.redoubt.cli;

import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.FamilyWise;
import dev.redoubt.certify.Radii;
import dev.redoubt.report.CertificationProcedure;
import dev.redoubt.report.CertificationProtocol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a report says of how its certificates were made. */
final class CertificationNotes {
  /** What Cohen et al. spend on each input. */
  private static final int COHEN_DRAWS = 100_100;

  private CertificationNotes() {}

  static CertificationProcedure procedure(CertificationPlan plan) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("n", plan.n());
    if (plan.protocol().selection() > 0) {
      settings.put("n0", plan.protocol().selection());
    }
    List<Double> radii = List.of();
    if (plan.radii() instanceof Radii.Full full) {
      settings.put("width", full.width());
      settings.put("up_to", full.upTo());
    } else if (plan.radii() instanceof Radii.Grid grid) {
      radii = grid.values();
    }
    return new CertificationProcedure(
        plan.smoothing().name(),
        plan.smoothing().settings(),
        plan.smoothing().sigma(),
        plan.smoothing().unit(),
        plan.smoothing().conversion().orElse(null),
        plan.procedure().spelling(),
        settings,
        plan.alpha(),
        plan.protocol().selection() > 0
            ? CertificationProtocol.DEPLOYMENT
            : CertificationProtocol.LABELLED,
        plan.seed(),
        radii,
        COHEN_DRAWS);
  }

  /**
   * Sentences that a reader has to know.
   *
   * @param reach the largest probability that the plan's test can prove
   * @param alpha as given: of the family, if there is one
   * @param earlier certificates that an earlier run had made
   */
  static List<String> of(
      CertificationPlan plan,
      double reach,
      FamilyWise familyWise,
      double alpha,
      int inputs,
      int earlier) {
    List<String> notes = new ArrayList<>();
    if (familyWise != FamilyWise.NONE) {
      notes.add(
          String.format(
              Locale.ROOT,
              "All %,d certificates are true together, except with probability %s (%s); each was made at alpha %s.",
              inputs,
              alpha,
              familyWise == FamilyWise.HOLM ? "Holm" : "Bonferroni",
              threeDigits(plan.alpha())));
    }
    if (plan.radii() instanceof Radii.Grid grid) {
      List<Double> beyond =
          grid.values().stream()
              .filter(radius -> plan.smoothing().probability(radius) > reach)
              .toList();
      if (!beyond.isEmpty()) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%,d draws at alpha %s can't prove the radii %s, however certain they are.",
                plan.n(),
                threeDigits(plan.alpha()),
                beyond.toString().replaceAll("[\\[\\]]", "")));
      }
    }
    if (earlier > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d of the certificates were made by an earlier run that was stopped; its time is not counted.",
              earlier));
    }
    return notes;
  }

  private static String threeDigits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toString();
  }
}
