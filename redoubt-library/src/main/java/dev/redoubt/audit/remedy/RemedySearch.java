package dev.redoubt.audit.remedy;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Investigation;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Status;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how to differentiate a model that hides its gradients, by trying: each remedy is laid
 * over those before it, and kept if the same attack breaks more with it. Numerical gradients, which
 * take two passes an input feature, come last, on few samples, and not on large inputs: there
 * attacks that see scores alone break more with as many passes, and they are run in any case.
 */
public final class RemedySearch {
  private static final int SAMPLES = 48;
  private static final int DEAR_SAMPLES = 16;

  /** The most features that are differentiated one by one. */
  private static final int FEW_FEATURES = 1_024;

  private static final List<Remedy> CHEAP =
      List.of(
          new IdentityStages(),
          new EarlierLogits(),
          new StraightThroughOperators(),
          new Tempered());

  private RemedySearch() {}

  /**
   * Searches, unless somebody has before; what it finds is how attackers differentiate from here
   * on.
   *
   * @param by the check that asks
   * @param numerically whether numerical gradients may be tried
   * @return what was found, in words; empty if nothing helps
   */
  public static Optional<String> run(Investigation investigation, String by, boolean numerically) {
    if (investigation.found().isPresent()) {
      return investigation.found();
    }
    int[] samples = Investigation.first(investigation.probed(), SAMPLES);
    int[] few = Investigation.first(samples, DEAR_SAMPLES);
    Pipeline best = investigation.differentiated();
    List<Remedy> laid = new ArrayList<>();
    int left = left(investigation, best, samples, by + "/none");
    for (Remedy remedy : CHEAP) {
      Optional<Pipeline> changed = over(best, remedy, investigation, samples);
      if (changed.isPresent()) {
        int now = left(investigation, changed.get(), samples, by + "/" + remedy.words());
        if (now < left) {
          left = now;
          best = changed.get();
          laid.add(remedy);
        }
      }
    }
    boolean affordable = best.input().features() <= FEW_FEATURES;
    if (numerically && affordable && laid.isEmpty() && left > 0) {
      Remedy numerical = new NumericalGradients();
      Optional<Pipeline> changed = over(best, numerical, investigation, few);
      if (changed.isPresent()
          && left(investigation, changed.get(), few, by + "/numerical")
              < left(investigation, best, few, by + "/few")) {
        best = changed.get();
        laid.add(numerical);
      }
    }
    if (laid.isEmpty()) {
      return Optional.empty();
    }
    investigation.found(best, laid);
    return investigation.found();
  }

  private static Optional<Pipeline> over(
      Pipeline pipeline, Remedy remedy, Investigation investigation, int[] samples) {
    return Scope.value(() -> remedy.of(pipeline, investigation.batch(samples)));
  }

  private static int left(
      Investigation investigation, Pipeline pipeline, int[] samples, String run) {
    List<Attack<?>> attacks =
        investigation.able(
            pipeline, List.of(investigation.plan().arsenal().probing()), investigation.threat());
    if (attacks.isEmpty() || samples.length == 0) {
      return samples.length;
    }
    Evaluation evaluation =
        investigation.measure(
            "remedy/" + run,
            Investigation.seen(pipeline),
            attacks,
            samples,
            investigation.threat());
    return (int) evaluation.outcomes().stream().filter(o -> o.status() == Status.SURVIVED).count();
  }
}
