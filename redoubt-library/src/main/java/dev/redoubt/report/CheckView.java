package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.NotRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The checks as lines, those that did not run among them.
 *
 * @param lines in the order of their names: hard ones first
 * @param tally how many ended how: {@code 16 checks: 12 clean, 3 flagged and resolved, …}
 */
record CheckView(List<Line> lines, String tally) {
  private static final Pattern NAMED = Pattern.compile("([HS][0-9]+)\\b[:,]?\\s*(.*)");

  /** How a check ended. */
  enum End {
    CLEAN("clean", "✓", "clean"),
    RESOLVED("flagged, resolved", "↺", "resolved"),
    UNRESOLVED("flagged, unresolved", "✕", "unresolved"),
    VOID("void", "–", "void"),
    NOT_RUN("not run", "○", "notrun");

    private final String words;
    private final String mark;
    private final String style;

    End(String words, String mark, String style) {
      this.words = words;
      this.mark = mark;
      this.style = style;
    }

    static End of(CheckResult check) {
      if (check.flag()) {
        return check.resolved() ? RESOLVED : UNRESOLVED;
      }
      return check.isVoid() ? VOID : CLEAN;
    }

    /** As it stands on a badge. */
    public String words() {
      return words;
    }

    /** Tells it apart without colour. */
    public String mark() {
      return mark;
    }

    /** The style of its badge. */
    public String style() {
      return style;
    }
  }

  /**
   * One check.
   *
   * @param sentence what was seen and what it means, or why it was not run
   * @param figures the numbers
   * @param rule empty if it was not run
   * @param remedy empty if there was none
   */
  record Line(
      End end,
      String id,
      String title,
      String sentence,
      List<Setting> figures,
      String rule,
      String source,
      String remedy,
      String seconds) {
    /** Whether there is evidence to open. */
    public boolean opens() {
      return !rule.isEmpty();
    }
  }

  static CheckView of(Audit audit) {
    List<Line> lines = new ArrayList<>();
    audit.checks().forEach(check -> lines.add(line(check)));
    Set<String> ran = lines.stream().map(Line::id).collect(Collectors.toSet());
    for (NotRun left : audit.notRun()) {
      Matcher named = NAMED.matcher(left.what());
      if (named.matches() && !ran.contains(named.group(1))) {
        lines.add(line(named.group(1), named.group(2), left.why()));
      }
    }
    lines.sort(
        Comparator.comparing((Line line) -> line.id().substring(0, 1))
            .thenComparing(line -> line.id().length())
            .thenComparing(Line::id));
    return new CheckView(List.copyOf(lines), tally(lines));
  }

  private static Line line(CheckResult check) {
    String remedy = check.remedy();
    return new Line(
        End.of(check),
        check.id(),
        AuditWords.capital(check.title()),
        AuditWords.unbroken(check.sentence()),
        Setting.of(check.figures()),
        check.rule(),
        check.source(),
        remedy == null ? "" : remedy,
        Numbers.duration(check.seconds()));
  }

  private static Line line(String id, String title, String why) {
    return new Line(
        End.NOT_RUN,
        id,
        AuditWords.capital(title),
        AuditWords.unbroken(why),
        List.of(),
        "",
        "",
        "",
        "");
  }

  private static String tally(List<Line> lines) {
    Map<End, Integer> ends = new LinkedHashMap<>();
    for (End end : End.values()) {
      int count = (int) lines.stream().filter(line -> line.end() == end).count();
      if (count > 0) {
        ends.put(end, count);
      }
    }
    String each =
        ends.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey().words().replace(",", " and"))
            .collect(Collectors.joining(", "));
    return lines.size() + (lines.size() == 1 ? " check: " : " checks: ") + each + ".";
  }
}
