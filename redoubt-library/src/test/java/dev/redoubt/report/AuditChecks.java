package dev.redoubt.report;

import dev.redoubt.audit.CheckResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of checks as an auditor might give them. */
final class AuditChecks {
  private static final String ATHALYE = "Athalye, Carlini and Wagner 2018, section 3.1";
  private static final String CROCE = "Croce and Hein 2020; Croce et al. 2022";

  private AuditChecks() {}

  /** All sixteen, as an honest model leaves them: one flag, which is resolved. */
  static List<CheckResult> honest() {
    return List.of(
        clean(
            "H1",
            "gradients against finite differences",
            figures("median_relative_error", .00021, "points_with_low_cosine", .0, "points", 128),
            "Flagged if the median relative error exceeds 5 %, or the cosine is below .9 on more than 10 % of the points.",
            ATHALYE,
            "The gradients agree with differences of the model's own outputs: attacks that follow them go the right way."),
        clean(
            "H2",
            "vanishing gradients",
            figures("zero_or_nan", .004, "correct_samples", 491),
            "Flagged if the gradient of cross-entropy is zero, NaN, or under 1e-8 of that of the logits on more than 1 % of the samples that are right.",
            CROCE,
            "Nearly every sample has a gradient that can be followed."),
        clean(
            "H3",
            "random answers",
            figures("largest_distance", 0.0, "repeats", 5),
            "Flagged if the normalised logits of five passes differ by more than 1e-4.",
            CROCE,
            "The model answers the same question the same way."),
        clean(
            "H5",
            "unlimited budget",
            figures("success_at_infinity", 1.0, "largest_rise", .002),
            "Flagged if an attack without a limit does not always succeed, or robust accuracy rises along epsilon by more than one point.",
            "Carlini et al. 2019, section 5",
            "Without a limit every sample breaks, and more budget never helps the model."),
        new CheckResult(
            "H6",
            "attacks without gradients",
            true,
            true,
            false,
            figures(
                "broken_by_square",
                4,
                "broken_by_hard_label",
                0,
                "broken_by_transfer",
                0,
                "survivors",
                462,
                "lower_bound",
                .0024,
                "after_twice_the_queries",
                .916),
            "Flagged if attacks without gradients break survivors, with a 95 % lower bound above 2 points or so many that robust accuracy falls under the claim.",
            CROCE,
            "Square with 10,000 queries a sample instead of 5,000.",
            "Square broke 4 samples that attacks with gradients had left, which on networks for digits is common. Twice the queries moved robust accuracy by 0.2 points.",
            14.2),
        new CheckResult(
            "H8",
            "binarization test",
            false,
            false,
            true,
            figures("probes_that_separate", .61, "random_search", .07),
            "Flagged if the attack finds the planted point in so few cases that the upper bound is under .95; void if random search finds it in more than 5 %.",
            "Zimmermann et al. 2022",
            null,
            "The test says nothing of this model: random search finds the planted points as well.",
            9.7),
        clean(
            "S1",
            "one step against many",
            figures("broken_by_fgsm_alone", .0),
            "Flagged if FGSM breaks more than half a point of what PGD leaves.",
            ATHALYE,
            "One large step finds nothing that many small ones miss."),
        clean(
            "S2",
            "twice the steps",
            figures("moved", .002, "loss_still_moving", Double.NaN, "restarts", 5),
            "Flagged if twice the steps and five restarts break more than half a point.",
            "Pintor et al. 2022",
            "The attacks have converged: twice the steps and five restarts broke one sample more."),
        clean(
            "S4",
            "spread over losses",
            figures("cross_entropy", .93, "margin", .918, "probability_margin", .926),
            "Flagged if robust accuracies of the losses spread by more than 3 points.",
            "Carlini et al. 2019",
            "All losses lead to about the same number."),
        clean(
            "S10",
            "a name of two digits",
            Map.of("figure", 1),
            "Stands last.",
            "",
            "Stands behind S4, not before it."));
  }

  /** A model that masks its gradients: one flag was resolved, two were not. */
  static List<CheckResult> masking() {
    return List.of(
        new CheckResult(
            "H1",
            "gradients against finite differences",
            true,
            false,
            false,
            figures("median_relative_error", 1.0, "points_with_low_cosine", .97, "points", 64),
            "Flagged if the median relative error exceeds 5 %, or the cosine is below .9 on more than 10 % of the points.",
            ATHALYE,
            "Every stage differentiated as the identity (BPDA).",
            "The gradients do not agree with differences of the model's own outputs. Attacks that follow them are led astray. The remedy broke 41 % of the samples, and twice its budget still breaks more: what is left is not to be relied on.",
            6.1),
        new CheckResult(
            "H2",
            "vanishing gradients",
            true,
            true,
            false,
            figures("zero_or_nan", .88, "correct_samples", 118),
            "Flagged if the gradient of cross-entropy is zero, NaN, or under 1e-8 of that of the logits on more than 1 % of the samples that are right.",
            CROCE,
            "The margin of the logits in the place of cross-entropy.",
            "On 88 % of the samples cross-entropy has no gradient at all.",
            1.3),
        new CheckResult(
            "S3",
            "roughness of the loss",
            true,
            false,
            false,
            figures("roughness", .43, "neighbours", 100),
            "Flagged if gradients of neighbours differ by more than 10 %.",
            "Liu et al. 2021",
            null,
            "The loss is so rough that a gradient says little of its neighbourhood.",
            3.3));
  }

  static CheckResult clean(
      String id,
      String title,
      Map<String, Object> figures,
      String rule,
      String source,
      String sentence) {
    return new CheckResult(
        id, title, false, false, false, figures, rule, source, null, sentence, 2.4);
  }

  private static Map<String, Object> figures(Object... namesAndValues) {
    Map<String, Object> figures = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      figures.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return figures;
  }
}
