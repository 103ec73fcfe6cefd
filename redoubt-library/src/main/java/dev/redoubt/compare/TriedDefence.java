package dev.redoubt.compare;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.Refutation;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.trial.Attacker;
import dev.redoubt.purify.trial.Outcome;
import dev.redoubt.purify.trial.PurificationPlan;
import dev.redoubt.purify.trial.PurificationTrial;
import dev.redoubt.purify.trial.Submission;
import dev.redoubt.purify.trial.TrialJournal;
import dev.redoubt.purify.trial.TrialListener;
import dev.redoubt.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures a defence that takes so long that an audit would not end: one run of PGD by an attacker
 * who does not know of it, one by one who knows all of it, and a majority of votes on what each
 * hands in. The claim is what the former leaves. What the latter breaks can refute it; nothing can
 * confirm it, since no check has run that would show that the attack was not held up.
 */
public final class TriedDefence {
  private final ComparisonPlan plan;
  private final Device device;
  private final int batch;

  /**
   * A measurement.
   *
   * @param batch samples at a time
   */
  public TriedDefence(ComparisonPlan plan, Device device, int batch) {
    this.plan = plan;
    this.device = device;
    this.batch = batch;
  }

  /**
   * What it came to.
   *
   * @param findings for the table
   * @param outcomes attacker by attacker
   */
  public record Result(Findings findings, List<Outcome> outcomes) {
    /** Copies. */
    public Result {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** Refuses at once what can't be tried. */
  public void check(Pipeline pipeline, Dataset dataset) {
    trial(pipeline, dataset);
  }

  /**
   * Measures.
   *
   * @param journal where submissions are kept, so that what was stopped goes on there
   */
  public Result measure(
      Pipeline pipeline, Dataset dataset, TrialJournal journal, TrialListener listener) {
    long start = System.nanoTime();
    List<Outcome> outcomes =
        trial(pipeline, dataset)
            .run(
                Set.of(Attacker.Kind.NOBODY, Attacker.Kind.OBLIVIOUS, Attacker.Kind.ADAPTIVE),
                journal,
                listener);
    Share clean = holding(outcomes, Attacker.Kind.NOBODY);
    Share oblivious = holding(outcomes, Attacker.Kind.OBLIVIOUS);
    Share adaptive = holding(outcomes, Attacker.Kind.ADAPTIVE);
    Ruling ruling = Ruling.of(plan, oblivious, adaptive, outcomes.get(0).submissions().size());
    Findings findings =
        new Findings(
            how(),
            outcomes.get(0).submissions().size(),
            clean,
            oblivious,
            adaptive,
            null,
            oblivious.estimate(),
            ruling.verdict,
            ruling.sentence,
            ruling.reasons,
            List.of(
                new NotRun(
                    "Checks H1 to H9 and S1 to S7",
                    "Each asks the defence many thousand times more, which takes hours behind it."),
                new NotRun(
                    "APGD, Square, further restarts and doubled draws",
                    "One run of PGD stands for them; more may break more.")),
            (System.nanoTime() - start) / 1e9);
    return new Result(findings, outcomes);
  }

  private String how() {
    return String.format(
        Locale.ROOT,
        "PGD-%d, %d draws a look, majority of %d votes",
        plan.trial().steps(),
        plan.trial().draws(),
        plan.trial().votes());
  }

  private PurificationTrial trial(Pipeline pipeline, Dataset dataset) {
    Dataset some =
        dataset.size() > plan.trial().samples()
            ? DatasetView.slice(dataset, 0, plan.trial().samples())
            : dataset;
    return new PurificationTrial(pipeline, some, purification(), device, batch);
  }

  /** How the trial goes. */
  public PurificationPlan purification() {
    int steps = plan.trial().steps();
    return new PurificationPlan(
        Pgd.of(steps, new StepSize.OfEpsilon(2.5 / steps), 1),
        plan.threat(),
        plan.trial().draws(),
        plan.trial().votes(),
        Math.min(PurificationPlan.RESUBMISSIONS, plan.trial().votes()),
        plan.seed());
  }

  private static Share holding(List<Outcome> outcomes, Attacker.Kind kind) {
    List<Submission> submissions =
        outcomes.stream()
            .filter(outcome -> outcome.attacker().kind() == kind)
            .filter(outcome -> !outcome.attacker().hasFixedDraws())
            .findFirst()
            .orElseThrow()
            .submissions();
    long holding = submissions.stream().filter(Submission::holds).count();
    return Share.of((int) holding, submissions.size());
  }

  /** What submissions alone allow to say. */
  private record Ruling(Verdict verdict, String sentence, List<String> reasons) {
    static Ruling of(ComparisonPlan plan, Share claim, Share left, int samples) {
      int robust = (int) Math.round(left.estimate() * samples);
      List<String> reasons = new ArrayList<>();
      reasons.add(
          "%d of %d samples are answered rightly by a majority whatever was handed in: %s (95 %% interval %s to %s)."
              .formatted(
                  robust,
                  samples,
                  Percent.of(left.estimate()),
                  Percent.of(left.low()),
                  Percent.of(left.high())));
      String what =
          "The claim of %s robust accuracy at %s"
              .formatted(Percent.of(claim.estimate()), plan.threat());
      if (Refutation.of(claim.estimate(), robust, samples)) {
        reasons.add(
            "What one attacker has handed in brings robust accuracy below %s with 99 %% confidence."
                .formatted(Percent.of(Refutation.most(robust, samples))));
        return new Ruling(
            Verdict.REFUTED,
            what + " is refuted: an attack leaves %s.".formatted(Percent.of(left.estimate())),
            reasons);
      }
      reasons.add("No check was run, so what the attack leaves proves nothing.");
      return new Ruling(
          Verdict.INCONCLUSIVE, what + " could be neither confirmed nor refuted.", reasons);
    }
  }
}
