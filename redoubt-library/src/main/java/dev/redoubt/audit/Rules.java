package dev.redoubt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From evidence and checks to a verdict. In this order: refuted, certified, masking suspected,
 * credible, else inconclusive; a proof outranks the suspicion that attacks were held up.
 */
final class Rules {
  /** The chance that the lower bound which supports a claim is above the truth. */
  static final double SUPPORT_MISSED = .05;

  /** How far under the claim that bound may lie. */
  static final double SLACK = .05;

  private static final int SOFT = 2;

  private final AuditPlan plan;
  private final Evidence evidence;
  private final @Nullable Share certified;
  private final List<CheckResult> checks;
  private final List<NotRun> notRun;

  Rules(
      AuditPlan plan,
      Evidence evidence,
      @Nullable Share certified,
      List<CheckResult> checks,
      List<NotRun> notRun) {
    this.plan = plan;
    this.evidence = evidence;
    this.certified = certified;
    this.checks = checks;
    this.notRun = notRun;
  }

  Ruling rule() {
    int n = evidence.samples();
    int robust = evidence.survivors().length;
    long fragile =
        evidence.all().stream().filter(s -> !s.isRobust() && !s.isSurelyNotRobust()).count();
    Share share = Share.of(robust, n);
    int unrefuted = (int) (robust + fragile);
    double claim = plan.claim().orElse(share.estimate());
    String measured =
        "%d of %d samples are classified rightly and were broken by nothing: %s (95 %% interval %s to %s)."
            .formatted(
                robust,
                n,
                Percent.of(share.estimate()),
                Percent.of(share.low()),
                Percent.of(share.high()));
    List<String> reasons = new ArrayList<>(List.of(measured));
    String what =
        plan.claim()
            .map(
                c ->
                    "The claim of %s robust accuracy at %s".formatted(Percent.of(c), plan.threat()))
            .orElse(
                "The measured robust accuracy of %s at %s"
                    .formatted(Percent.of(share.estimate()), plan.threat()));
    if (plan.claim().isPresent() && Refutation.of(claim, unrefuted, n)) {
      reasons.add(
          "With re-checked witnesses alone, robust accuracy is below %s with 99 %% confidence."
              .formatted(Percent.of(Refutation.most(unrefuted, n))));
      return new Ruling(
          Verdict.REFUTED,
          what + " is refuted: attacks leave %s.".formatted(Percent.of(share.estimate())),
          reasons);
    }
    if (certified != null && certified.low() >= claim && plan.claim().isPresent()) {
      reasons.add(
          "%s of the samples are proven robust, at least %s with 97.5 %% confidence."
              .formatted(Percent.of(certified.estimate()), Percent.of(certified.low())));
      return new Ruling(Verdict.CERTIFIED, what + " is certified: a proof reaches it.", reasons);
    }
    List<CheckResult> hard = unresolved(true);
    List<CheckResult> soft = unresolved(false);
    hard.forEach(check -> reasons.add(check.id() + ": " + check.sentence()));
    soft.forEach(check -> reasons.add(check.id() + ": " + check.sentence()));
    if (!hard.isEmpty() || soft.size() >= SOFT) {
      return new Ruling(
          Verdict.MASKING_SUSPECTED,
          what
              + " can't be relied on: there are signs that attacks fail for want of gradients, not for want of adversarial examples.",
          reasons);
    }
    Optional<String> doubt = doubt(share, claim, robust, n);
    if (doubt.isEmpty()) {
      return new Ruling(
          Verdict.CREDIBLE, what + " is credible: %s.".formatted(power(reasons)), reasons);
    }
    reasons.add(doubt.get());
    notRun.forEach(item -> reasons.add("Not run: " + item.what() + ". " + item.why()));
    return new Ruling(
        Verdict.INCONCLUSIVE, what + " could be neither confirmed nor refuted.", reasons);
  }

  private List<CheckResult> unresolved(boolean hard) {
    return checks.stream().filter(check -> check.unresolved() && check.isHard() == hard).toList();
  }

  /** Why the claim is not credible; empty if it is. */
  private Optional<String> doubt(Share share, double claim, int robust, int n) {
    if (share.estimate() < claim) {
      return Optional.of(
          "What was measured is %s below the claim, too little on %d samples to refute it."
              .formatted(Percent.points(claim - share.estimate()), n));
    }
    double low = Share.lower(robust, n, SUPPORT_MISSED);
    if (plan.claim().isPresent() && low < claim - SLACK) {
      return Optional.of(
          "On %d samples robust accuracy may be as low as %s, more than 5 points below the claim: take more samples."
              .formatted(n, Percent.of(low)));
    }
    return powerShown()
        ? Optional.empty()
        : Optional.of(
            "The attacks have not shown that they find adversarial examples where there are some (H8, or S2 with H6 and H7).");
  }

  private boolean powerShown() {
    Optional<CheckResult> h8 = check("H8");
    if (h8.filter(check -> !check.isVoid()).isPresent()) {
      return h8.filter(check -> check.isClean() || check.resolved()).isPresent();
    }
    return check("S2").filter(check -> check.isClean() || check.resolved()).isPresent()
        && check("H6").filter(CheckResult::isClean).isPresent()
        && check("H7").filter(CheckResult::isClean).isPresent();
  }

  private String power(List<String> reasons) {
    boolean h8 = check("H8").filter(check -> !check.isVoid()).isPresent();
    reasons.add(
        h8
            ? "The attacks find points that are hidden for them (H8), so what they don't find counts."
            : "More steps change nothing (S2), and attacks without gradients find nothing more (H6, H7).");
    return "strong attacks leave as much, and they were not held up";
  }

  private Optional<CheckResult> check(String id) {
    return checks.stream().filter(check -> check.id().equals(id)).findFirst();
  }
}
