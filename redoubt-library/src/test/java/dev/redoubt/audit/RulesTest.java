package dev.redoubt.audit;

import static dev.redoubt.audit.Verdict.CERTIFIED;
import static dev.redoubt.audit.Verdict.CREDIBLE;
import static dev.redoubt.audit.Verdict.INCONCLUSIVE;
import static dev.redoubt.audit.Verdict.MASKING_SUSPECTED;
import static dev.redoubt.audit.Verdict.REFUTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of verdicts, row by row. */
final class RulesTest {
  private static final int N = 200;
  private static final List<CheckResult> POWER = List.of(clean("H8"));
  private static final List<CheckResult> INSTEAD = List.of(clean("S2"), clean("H6"), clean("H7"));

  private static CheckResult clean(String id) {
    return Found.check(id, false, false, false);
  }

  private static CheckResult unresolved(String id) {
    return Found.check(id, true, false, false);
  }

  private static CheckResult resolved(String id) {
    return Found.check(id, true, true, false);
  }

  private static CheckResult nothing(String id) {
    return Found.check(id, false, false, true);
  }

  private static List<CheckResult> with(List<CheckResult> some, CheckResult... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private static Ruling rule(
      OptionalDouble claim,
      Evidence evidence,
      @Nullable Share certified,
      List<CheckResult> checks,
      NotRun... notRun) {
    AuditPlan plan =
        Investigations.plan(
            Investigations.plan(.1).threat(), claim, Investigations.plan(.1).arsenal());
    return new Rules(plan, evidence, certified, checks, List.of(notRun)).rule();
  }

  private static Verdict verdict(double claim, int robust, List<CheckResult> checks) {
    return rule(OptionalDouble.of(claim), Found.evidence(N, robust, 0), null, checks).verdict();
  }

  /** Nothing but the 99 % upper bound decides, on either side of it. */
  @Test
  void refutedWhereTheUpperBoundIsUnderTheClaim() {
    double bound = Share.upper(150, N, .01);
    assertThat(bound).isBetween(.81, .83);
    assertThat(verdict(bound - 1e-9, 150, POWER)).isNotEqualTo(REFUTED);
    assertThat(verdict(bound, 150, POWER)).isNotEqualTo(REFUTED);
    assertThat(verdict(bound + 1e-9, 150, POWER)).isEqualTo(REFUTED);
    assertThat(verdict(bound + 1e-9, 150, List.of(unresolved("H1")))).isEqualTo(REFUTED);
  }

  @Test
  void fragileWitnessesRefuteNothing() {
    OptionalDouble claim = OptionalDouble.of(.9);
    assertThat(rule(claim, Found.evidence(N, 100, 0), null, POWER).verdict()).isEqualTo(REFUTED);
    Ruling fragile = rule(claim, Found.evidence(N, 100, 90), null, POWER);
    assertThat(fragile.verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(fragile.reasons().get(0)).contains("100 of 200");
  }

  @Test
  void aProofOutranksSuspicion() {
    Share certified = Share.of(150, N);
    List<CheckResult> masked = List.of(unresolved("H1"), unresolved("S1"), unresolved("S2"));
    Evidence evidence = Found.evidence(N, 160, 0);
    OptionalDouble reached = OptionalDouble.of(certified.low());
    Ruling ruling = rule(reached, evidence, certified, masked);
    assertThat(ruling.verdict()).isEqualTo(CERTIFIED);
    assertThat(ruling.reasons()).anyMatch(reason -> reason.contains("75.0 %"));
    OptionalDouble beyond = OptionalDouble.of(certified.low() + 1e-9);
    assertThat(rule(beyond, evidence, certified, masked).verdict()).isEqualTo(MASKING_SUSPECTED);
    assertThat(rule(OptionalDouble.empty(), evidence, certified, masked).verdict())
        .isEqualTo(MASKING_SUSPECTED);
    assertThat(rule(OptionalDouble.empty(), evidence, certified, POWER).verdict())
        .isNotEqualTo(CERTIFIED);
  }

  @Test
  void oneHardOrTwoSoftFlagsAreSuspicious() {
    assertThat(verdict(.9, 196, with(POWER, unresolved("H3")))).isEqualTo(MASKING_SUSPECTED);
    assertThat(verdict(.9, 196, with(POWER, resolved("H3")))).isEqualTo(CREDIBLE);
    assertThat(verdict(.9, 196, with(POWER, unresolved("S3"), unresolved("S4"))))
        .isEqualTo(MASKING_SUSPECTED);
    assertThat(verdict(.9, 196, with(POWER, unresolved("S3"), resolved("S4")))).isEqualTo(CREDIBLE);
    assertThat(verdict(.9, 196, with(POWER, nothing("H1"), nothing("S3"), nothing("S4"))))
        .isEqualTo(CREDIBLE);
  }

  @Test
  void theOneUnresolvedSoftFlagIsSaid() {
    Ruling ruling =
        rule(
            OptionalDouble.of(.9),
            Found.evidence(N, 196, 0),
            null,
            with(POWER, unresolved("S3"), resolved("S4")));
    assertThat(ruling.reasons()).contains("S3: Sentence of S3.").noneMatch(r -> r.startsWith("S4"));
  }

  @Test
  void credibleNeedsTheEstimateAndItsLowerBound() {
    assertThat(verdict(.98, 196, POWER)).isEqualTo(CREDIBLE);
    assertThat(verdict(.98 + 1e-9, 196, POWER)).isEqualTo(INCONCLUSIVE);
    // On 100 samples 90 of 100 may be 83.6 %: too little for a claim of 90 %, enough for 88 %.
    double low = Share.lower(90, 100, .05);
    Evidence few = Found.evidence(100, 90, 0);
    assertThat(rule(OptionalDouble.of(.9), few, null, POWER).verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(rule(OptionalDouble.of(low + .05 + 1e-9), few, null, POWER).verdict())
        .isEqualTo(INCONCLUSIVE);
    assertThat(rule(OptionalDouble.of(low + .05 - 1e-9), few, null, POWER).verdict())
        .isEqualTo(CREDIBLE);
  }

  /** Whether attacks have shown that they find things: H8, or S2 with H6 and H7 where it can't. */
  @ParameterizedTest(name = "H8 {0}, S2 {1}, H6 {2}, H7 {3}: {4}")
  @CsvSource({
    "clean,    none,     none,     none,     CREDIBLE",
    "clean,    none,     resolved, resolved, CREDIBLE",
    "resolved, none,     none,     none,     CREDIBLE",
    "void,     clean,    clean,    clean,    CREDIBLE",
    "none,     clean,    clean,    clean,    CREDIBLE",
    "none,     resolved, clean,    clean,    CREDIBLE",
    "void,     resolved, clean,    clean,    CREDIBLE",
    "void,     none,     clean,    clean,    INCONCLUSIVE",
    "none,     none,     clean,    clean,    INCONCLUSIVE",
    "none,     void,     clean,    clean,    INCONCLUSIVE",
    "none,     flagged,  clean,    clean,    INCONCLUSIVE",
    "none,     clean,    none,     clean,    INCONCLUSIVE",
    "none,     clean,    resolved, clean,    INCONCLUSIVE",
    "none,     clean,    void,     clean,    INCONCLUSIVE",
    "void,     clean,    clean,    none,     INCONCLUSIVE",
    "void,     clean,    clean,    resolved, INCONCLUSIVE",
    "flagged,  clean,    clean,    clean,    MASKING_SUSPECTED",
  })
  void powerHasToBeShown(String h8, String s2, String h6, String h7, Verdict expected) {
    List<CheckResult> checks =
        Stream.of(state("H8", h8), state("S2", s2), state("H6", h6), state("H7", h7))
            .flatMap(List::stream)
            .toList();
    assertThat(verdict(.9, 196, checks)).isEqualTo(expected);
  }

  private static List<CheckResult> state(String id, String state) {
    return switch (state) {
      case "none" -> List.of();
      case "void" -> List.of(nothing(id));
      case "clean" -> List.of(clean(id));
      case "resolved" -> List.of(resolved(id));
      default -> List.of(unresolved(id));
    };
  }

  @Test
  void whatShowsPowerIsSaid() {
    OptionalDouble claim = OptionalDouble.of(.9);
    Evidence evidence = Found.evidence(N, 196, 0);
    assertThat(rule(claim, evidence, null, POWER).reasons()).last().asString().contains("(H8)");
    assertThat(rule(claim, evidence, null, with(INSTEAD, nothing("H8"))).reasons())
        .last()
        .asString()
        .contains("(S2)", "(H6, H7)");
  }

  @Test
  void withoutAClaimWhatIsMeasuredIsJudged() {
    Ruling ruling = rule(OptionalDouble.empty(), Found.evidence(N, 196, 0), null, POWER);
    assertThat(ruling.verdict()).isEqualTo(CREDIBLE);
    assertThat(ruling.sentence()).startsWith("The measured robust accuracy of 98.0 %");
    Evidence broken = Found.evidence(N, 0, 0);
    assertThat(rule(OptionalDouble.empty(), broken, null, POWER).verdict()).isEqualTo(CREDIBLE);
    assertThat(rule(OptionalDouble.empty(), Found.evidence(20, 10, 0), null, POWER).verdict())
        .as("the interval is said with it")
        .isEqualTo(CREDIBLE);
    assertThat(rule(OptionalDouble.empty(), broken, null, List.of()).verdict())
        .isEqualTo(INCONCLUSIVE);
  }

  @Test
  void claimsOfNothingAndOfAll() {
    assertThat(verdict(0, 0, POWER)).isEqualTo(CREDIBLE);
    assertThat(verdict(0, N, POWER)).isEqualTo(CREDIBLE);
    assertThat(verdict(0, 0, List.of())).isEqualTo(INCONCLUSIVE);
    assertThat(verdict(1, N, POWER)).isEqualTo(CREDIBLE);
    assertThat(verdict(1, N - 1, POWER)).isEqualTo(REFUTED);
    assertThat(rule(OptionalDouble.of(1), Found.evidence(58, 58, 0), null, POWER).verdict())
        .isEqualTo(INCONCLUSIVE);
    assertThat(rule(OptionalDouble.of(1), Found.evidence(59, 59, 0), null, POWER).verdict())
        .isEqualTo(CREDIBLE);
  }

  @Test
  void whoCanNotTellSaysWhatWasNotRun() {
    Ruling ruling =
        rule(
            OptionalDouble.of(.9),
            Found.evidence(N, 196, 0),
            null,
            List.of(),
            new NotRun("H8 binarization", "There are no gradients."));
    assertThat(ruling.verdict()).isEqualTo(INCONCLUSIVE);
    assertThat(ruling.reasons()).contains("Not run: H8 binarization. There are no gradients.");
    assertThat(INCONCLUSIVE.exitCode()).isEqualTo(3);
    assertThat(Stream.of(REFUTED, MASKING_SUSPECTED).map(Verdict::exitCode)).containsOnly(1);
    assertThat(Stream.of(CERTIFIED, CREDIBLE).map(Verdict::exitCode)).containsOnly(0);
  }
}
