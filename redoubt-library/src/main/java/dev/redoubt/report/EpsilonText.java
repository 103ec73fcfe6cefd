package dev.redoubt.report;

/** Epsilons written the way the user wrote the headline one: in 255ths or as decimals. */
final class EpsilonText {
  private EpsilonText() {}

  /** Whether the threat is given in steps of an 8-bit pixel. */
  static boolean inLevels(ThreatSummary threat) {
    return threat.text().endsWith("/255");
  }

  /** The epsilon as text: {@code 4/255} or {@code 0.25}. */
  static String of(double epsilon, ThreatSummary threat) {
    if (epsilon == 0) {
      return "0";
    }
    return inLevels(threat) ? Numbers.number(255 * epsilon) + "/255" : Numbers.number(epsilon);
  }
}
