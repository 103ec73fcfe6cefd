package dev.redoubt.cli;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.Share;
import dev.redoubt.report.AuditReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an audit came to, for the terminal. */
final class AuditTable {
  private AuditTable() {}

  static void print(PrintWriter out, AuditReport report, Path folder) {
    Audit audit = report.audit();
    out.printf(
        Locale.ROOT,
        "%n%s %s, %d samples, %s, effort %s%n%n",
        report.data().name(),
        report.data().split(),
        report.data().samples(),
        report.threat().text(),
        audit.plan().effort().spelling());
    line(out, "certified", audit.certified());
    line(out, "robust", audit.robust());
    line(out, "after a naive attack", audit.naive());
    line(out, "clean", audit.clean());
    out.println();
    for (CheckResult check : audit.checks()) {
      if (!check.isClean()) {
        out.printf("%s %-10s %s%n", check.id(), state(check), check.sentence());
      }
    }
    long clean = audit.checks().stream().filter(CheckResult::isClean).count();
    out.printf("%d checks saw nothing, %d were not run.%n", clean, audit.notRun().size());
    out.printf(
        "%n%s%n%s%n",
        audit.ruling().verdict().words().toUpperCase(Locale.ROOT), audit.ruling().sentence());
    out.printf("%nReport: %s%n", folder.resolve("report.html"));
  }

  private static void line(PrintWriter out, String name, @Nullable Share share) {
    if (share != null) {
      out.printf(
          Locale.ROOT,
          "%-22s %5.1f %%  [%.1f, %.1f]%n",
          name,
          100 * share.estimate(),
          100 * share.low(),
          100 * share.high());
    }
  }

  private static String state(CheckResult check) {
    if (check.isVoid()) {
      return "void";
    }
    return check.resolved() ? "resolved" : "UNRESOLVED";
  }
}
