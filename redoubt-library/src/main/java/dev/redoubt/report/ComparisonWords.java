package dev.redoubt.report;

import dev.redoubt.audit.Share;
import dev.redoubt.audit.SmoothedCertification;
import dev.redoubt.compare.Findings;
import dev.redoubt.compare.Guarantee;
import java.util.ArrayList;
import java.util.List;

/** What the numbers of a comparison mean, row by row, in sentences that follow from them. */
final class ComparisonWords {
  /** A difference of shares that is worth a sentence. */
  private static final double NOTABLE = .05;

  /** The same of costs, as a ratio. */
  private static final double DEAR = 1.5;

  private final ComparisonReport report;
  private final ComparisonRow first;

  ComparisonWords(ComparisonReport report) {
    this.report = report;
    this.first = report.rows().get(0);
  }

  /** The page's headline: who keeps most, and how much of what was claimed was only apparent. */
  String headline() {
    ComparisonRow best = first;
    ComparisonRow apparent = first;
    for (ComparisonRow row : report.rows()) {
      if (row.findings().adaptive().estimate() > best.findings().adaptive().estimate()) {
        best = row;
      }
      if (row.findings().apparent() > apparent.findings().apparent()) {
        apparent = row;
      }
    }
    String most =
        "Under %s, %s keeps most: %s of %s samples"
            .formatted(
                Headline.budget(report.threat()),
                best.name(),
                percent(best.findings().adaptive()),
                Numbers.count(best.findings().samples()));
    return apparent.findings().apparent() > NOTABLE
        ? most
            + "; of the %s that %s seems to keep, %s are left to those who know of it."
                .formatted(
                    percent(apparent.findings().oblivious()),
                    apparent.name(),
                    percent(apparent.findings().adaptive()))
        : most + ".";
  }

  /** One paragraph. */
  String paragraph(ComparisonRow row) {
    List<String> sentences = new ArrayList<>();
    if (row.findings().samples() < report.data().samples()) {
      sentences.add(reduced(row.findings()));
    }
    sentences.add(robustness(row));
    if (row.defence() != null) {
      sentences.add(knowledge(row.findings()));
    }
    if (!row.equals(first)) {
      sentences.add(gain(row.findings()));
    }
    sentences.add(guarantee(row));
    sentences.add(verdict(row.findings()));
    sentences.add(cost(row));
    return String.join(" ", sentences);
  }

  /** Where an audit would have taken too long. */
  private static String reduced(Findings f) {
    return "Measured at reduced cost, on %s samples: %s."
        .formatted(Numbers.count(f.samples()), f.how());
  }

  private String robustness(ComparisonRow row) {
    Findings f = row.findings();
    String clean = "Right on %s without an attack".formatted(percent(f.clean()));
    double lost = first.findings().clean().estimate() - f.clean().estimate();
    if (!row.equals(first) && lost > NOTABLE / 2) {
      clean += ", %s less than %s".formatted(Numbers.points(lost), first.name());
    }
    return clean
        + ", and on %s (%s) under attackers who know everything."
            .formatted(percent(f.adaptive()), interval(f.adaptive()));
  }

  private static String knowledge(Findings f) {
    if (f.apparent() > NOTABLE) {
      return "Attackers who don't know that there is a defence leave %s: %s of its robustness were only apparent."
          .formatted(percent(f.oblivious()), Numbers.points(f.apparent()));
    }
    return "Attackers who don't know that there is a defence leave about as much (%s): its robustness does not rest on being secret."
        .formatted(percent(f.oblivious()));
  }

  private String gain(Findings f) {
    Findings base = first.findings();
    double gain = f.adaptive().estimate() - base.adaptive().estimate();
    if (f.adaptive().low() > base.adaptive().high()) {
      return "That is %s more than %s keeps.".formatted(Numbers.points(gain), first.name());
    }
    if (f.adaptive().high() < base.adaptive().low()) {
      return "That is %s less than %s keeps.".formatted(Numbers.points(-gain), first.name());
    }
    return "On so few samples that can't be told from the %s that %s keeps."
        .formatted(percent(base.adaptive()), first.name());
  }

  private String guarantee(ComparisonRow row) {
    Share certified = row.findings().certified();
    if (certified != null) {
      return "For %s (%s) it is proven that no change within %s, found or not, turns the smoothed class; the chance that any of these proofs is false is at most %s."
          .formatted(
              percent(certified),
              interval(certified),
              report.threat().text(),
              Numbers.percent(SmoothedCertification.ALPHA));
    }
    return switch (row.guarantee()) {
      case PROVEN -> "Nothing could be proven at this budget with so many draws.";
      case EMPIRICAL -> "No proof stands behind it: a stronger attack may find more.";
      case NONE ->
          row.defence() == null
              ? "Nothing was done for its robustness, and nothing is promised."
              : "Rejecting gives no guarantee: it tells what attacks looked like so far.";
    };
  }

  private static String verdict(Findings f) {
    String sentence = AuditWords.unbroken(f.sentence());
    return f.claim() == null ? "Audit: " + sentence : "Its owner's claim: " + sentence;
  }

  private String cost(ComparisonRow row) {
    if (row.equals(first)) {
      String training =
          row.training() == null
              ? "What its training cost is not known"
              : "Training took %s".formatted(Numbers.duration(row.trainingSeconds()));
      return training + "; this row is what the costs of the others are relative to.";
    }
    String training =
        row.training() == null
            ? "What its training cost is not known"
            : row.trainingRelative() == null
                ? "Training took %s".formatted(Numbers.duration(row.trainingSeconds()))
                : "Training took %s, %s as long"
                    .formatted(
                        Numbers.duration(row.trainingSeconds()), times(row.trainingRelative()));
    double relative = row.inference().relative();
    String answer =
        relative < DEAR && relative > 1 / DEAR
            ? "an answer costs about the same"
            : "an answer takes %s as long".formatted(times(relative));
    return training + "; " + answer + ".";
  }

  /** A factor: {@code 1.3 times}, {@code 24 times}. */
  static String times(double factor) {
    return ComparisonView.factor(factor) + "\u00a0times";
  }

  /** What the guarantee is of, for the table. */
  static String guaranteed(ComparisonRow row, ThreatSummary threat) {
    return row.guarantee() == Guarantee.PROVEN
        ? row.guarantee().words() + " at " + threat.text()
        : row.guarantee().words();
  }

  private static String percent(Share share) {
    return Numbers.percent(share.estimate());
  }

  private static String interval(Share share) {
    return Numbers.interval(share.low(), share.high());
  }
}
