package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the evidence of an audit stands in the words of others: cross-references, no claim of
 * compliance. Terms and their numbers are those of NIST AI 100-2 E2025, "Adversarial Machine
 * Learning: A Taxonomy and Terminology of Attacks and Mitigations" (March 2025), chapter on
 * predictive AI; paragraphs are those of Article 15 of Regulation (EU) 2024/1689.
 *
 * @param text which of the two
 * @param term the term or paragraph
 * @param evidence what this audit has to say on it
 */
record AuditStandards(String text, String term, String evidence) {
  static final String NIST = "NIST AI 100-2 E2025";
  static final String EU = "Regulation (EU) 2024/1689, Art. 15";

  /** What has to be said with the table. */
  static final String LIMITS =
      "These are cross-references for readers who work with these texts, and no claim of compliance with either. NIST AI 100-2 is a vocabulary. Article 15 is about high-risk AI systems as a whole and through their life; an audit looks at one property of one model on one set of samples.";

  /** All rows, those on NIST first. */
  static List<AuditStandards> of(AuditReport report) {
    List<AuditStandards> rows = new ArrayList<>(nist(report));
    rows.addAll(eu(report));
    return List.copyOf(rows);
  }

  private static List<AuditStandards> nist(AuditReport report) {
    Audit audit = report.audit();
    List<AuditStandards> rows = new ArrayList<>();
    long witnesses = audit.evidence().stream().filter(e -> e.witness() != null).count();
    nist(
        rows,
        "Evasion attack (NISTAML.022), adversarial example",
        "%s witnesses in witnesses.npz, one line a sample in samples.jsonl"
            .formatted(Numbers.count(witnesses)));
    nist(
        rows,
        "Attacker's goal: integrity violation (NISTAML.02)",
        "robust accuracy: a wrong class is what the attacker wants");
    nist(
        rows,
        "Attacker's capability: testing data control, query access",
        "the threat " + report.threat().words());
    knowledge(rows, audit, "White-box evasion", GradientModel.class);
    knowledge(rows, audit, "Black-box evasion (NISTAML.025), score-based", ScoreModel.class);
    if (audit.checks().stream().anyMatch(check -> check.id().equals("H6") && !check.isVoid())) {
      nist(
          rows,
          "Black-box evasion (NISTAML.025), decision-based; transferability of attacks",
          "check H6, as far as it was run");
    }
    nist(
        rows,
        "Mitigations, and their test by adaptive attacks",
        "checks H1 to S7 with their remedies; naive against full evidence");
    nist(
        rows,
        "Mitigation: randomized smoothing",
        audit.certified() == null
            ? "nothing was certified"
            : "certified accuracy " + Numbers.percent(audit.certified().estimate()));
    nist(
        rows,
        "Mitigation: adversarial training, formal verification",
        "how the model was trained is not judged; nothing was formally verified here");
    nist(rows, "Poisoning attacks, privacy attacks", "not looked at");
    return rows;
  }

  private static List<AuditStandards> eu(AuditReport report) {
    Audit audit = report.audit();
    String accuracies =
        "clean accuracy %s, robust accuracy %s, each with its interval"
            .formatted(
                Numbers.percent(audit.clean().estimate()),
                Numbers.percent(audit.robust().estimate()));
    return List.of(
        new AuditStandards(
            EU,
            "15(1): an appropriate level of accuracy, robustness and cybersecurity",
            accuracies + "; whether that is appropriate, an audit can't say"),
        new AuditStandards(
            EU,
            "15(3): levels of accuracy and metrics declared in the instructions of use",
            "the claim, the verdict on it, and card.md"),
        new AuditStandards(
            EU,
            "15(4): resilience regarding errors, faults or inconsistencies",
            "not measured; nearest to it is what uniform noise leaves, in the table of attacks"),
        new AuditStandards(
            EU,
            "15(5): measures against inputs designed to cause a mistake (adversarial examples or model evasion)",
            "attacks, checks and witnesses: how far measures against them hold under this threat"),
        new AuditStandards(
            EU,
            "15(5): data poisoning, model poisoning, confidentiality attacks, model flaws",
            "not looked at"));
  }

  /** The attacks of those who see exactly so much of the model. */
  private static void knowledge(
      List<AuditStandards> rows, Audit audit, String term, Class<? extends LabelModel> sees) {
    String names =
        audit.evaluation().entries().stream()
            .map(Entry::attack)
            .filter(attack -> attack.needs().equals(sees))
            .map(attack -> attack.name())
            .distinct()
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      nist(rows, term, "attacks " + names);
    }
  }

  private static void nist(List<AuditStandards> rows, String term, String evidence) {
    rows.add(new AuditStandards(NIST, term, evidence));
  }
}
