package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Share;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A robustness card: an audit on one page of Markdown, to stand beside a model. */
final class AuditCard {
  private static final String LIMITS =
      """
      ## Limits

      The verdict is about these samples, this threat and this model with everything around it; nothing is \
      said of other inputs, other changes or a model that has been changed since. An attack can only lower \
      robust accuracy, so what was measured is an upper bound. The checks are a checklist, which is neither \
      necessary nor sufficient: a model may pass all of them and be broken tomorrow, and may fail one and be \
      sound. This card is no claim of compliance with any standard or law.
      """;

  private AuditCard() {}

  /** The card. */
  static String of(AuditReport report) {
    Audit audit = report.audit();
    StringBuilder card = new StringBuilder();
    card.append("# Robustness card: ").append(Markdown.text(report.model().name())).append("\n\n");
    card.append("**Verdict: ").append(audit.ruling().verdict().words()).append(".** ");
    card.append(Markdown.text(audit.ruling().sentence())).append("\n\n");
    card.append("Claim: ")
        .append(Markdown.text(AuditWords.claim(audit.plan().claim(), report.threat())))
        .append(".\n\n");
    card.append(numbers(audit)).append('\n');
    card.append(facts(report)).append('\n');
    card.append(checks(CheckView.of(audit)));
    card.append(notRun(audit.notRun()));
    card.append("## Check it\n\n```sh\nredoubt audit verify DIR\n```\n\n");
    card.append(
        "`DIR` is the folder of this card with `audit.json`, `samples.jsonl` and `witnesses.npz`."
            + " Every witness is judged again by the model itself.\n\n");
    return card.append(LIMITS).toString();
  }

  private static String numbers(Audit audit) {
    StringBuilder table = new StringBuilder(Markdown.head("Accuracy", "Share", "95 % interval"));
    table.append(share("Clean", audit.clean()));
    table.append(share("Robust: no attack of the audit broke it", audit.robust()));
    table.append(share("Certified: nothing can break it", audit.certified()));
    table.append(share("After an attacker who trusts the gradients", audit.naive()));
    return table.toString();
  }

  private static String share(String name, @Nullable Share share) {
    return share == null
        ? ""
        : Markdown.row(
            List.of(
                name,
                Numbers.percent(share.estimate()),
                Numbers.interval(share.low(), share.high())));
  }

  private static String facts(AuditReport report) {
    Provenance run = report.provenance();
    String defence = report.defence();
    StringBuilder table = new StringBuilder(Markdown.head("Audit", ""));
    table.append(Markdown.row(List.of("Threat", Markdown.text(report.threat().words()))));
    table.append(Markdown.row(List.of("Data", Markdown.text(Headline.samples(report.data())))));
    table.append(Markdown.row(List.of("Data, SHA-256", Markdown.code(run.dataDigest()))));
    table.append(Markdown.row(List.of("Model, SHA-256", Markdown.code(report.model().sha256()))));
    if (defence != null) {
      table.append(Markdown.row(List.of("Defence", Markdown.code(defence))));
    }
    table.append(Markdown.row(List.of("Effort", report.audit().plan().effort().spelling())));
    table.append(Markdown.row(List.of("Seed", Long.toString(run.seed()))));
    table.append(Markdown.row(List.of("Date", Markdown.text(run.started()))));
    table.append(Markdown.row(List.of("Redoubt", Markdown.text(run.version()))));
    return table.toString();
  }

  private static String checks(CheckView view) {
    if (view.lines().isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("## Checks\n\n" + view.tally() + "\n\n");
    table.append(Markdown.head("Check", "What it looks at", "Result"));
    for (CheckView.Line line : view.lines()) {
      table.append(
          Markdown.row(
              List.of(Markdown.text(line.id()), Markdown.text(line.title()), line.end().words())));
    }
    return table.append('\n').toString();
  }

  private static String notRun(List<NotRun> notRun) {
    if (notRun.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("## What was not run\n\n");
    for (NotRun left : notRun) {
      list.append("- ")
          .append(Markdown.text(left.what()))
          .append(": ")
          .append(Markdown.text(left.why()))
          .append('\n');
    }
    return list.append('\n').toString();
  }
}
