package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Curve;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.Share;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Status;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether attacks get through when nothing holds them, and get no worse when they may do more.
 * Flags a budget of the whole range of inputs that more than 1 % of the samples survive (95 % lower
 * bound), or robust accuracy that rises by more than one point along a grid of budgets, each
 * attacked anew (Athalye et al. 2018, section 3.1; Pintor et al. 2022, indicator 6). Constant
 * classifiers and rejection can be mistaken for it. There is no remedy: who can't break a model
 * without limits is no judge of it.
 */
public final class H5UnboundedAttack implements Check {
  private static final double[] GRID = {.25, .5, .75, 1, 1.5, 2};
  private static final double RISE = .01;

  /** Share of samples around which honest nets may be flat; the bound is missed with 5 %. */
  private static final double FLAT = .01;

  private static final double MISSED = .05;
  private final CurveSink sink;

  /** Where the curve is wanted besides. */
  @FunctionalInterface
  public interface CurveSink {
    /** Takes the curve that was measured. */
    void take(Curve curve);
  }

  /** A check that gives its curve away. */
  public H5UnboundedAttack(CurveSink sink) {
    this.sink = sink;
  }

  @Override
  public String id() {
    return "H5";
  }

  @Override
  public String title() {
    return "An attack without limits succeeds";
  }

  @Override
  public String rule() {
    return "Flags more than 1 % of the samples (95 % lower bound) that survive a budget of the whole range of inputs, or robust accuracy that rises by more than 1 point with the budget.";
  }

  @Override
  public String source() {
    return "Athalye et al. 2018, section 3.1; Pintor et al. 2022, indicator 6";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation, List.of(investigation.plan().arsenal().probing()));
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = investigation.probed();
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    double clean =
        (double) investigation.evidence().correct().length / investigation.evidence().samples();
    ThreatModel threat = investigation.threat();
    List<Curve.Point> points = new ArrayList<>();
    points.add(new Curve.Point(0, clean));
    double rise = 0;
    double before = 1;
    double highest = whole(investigation);
    for (double factor : GRID) {
      double epsilon = factor * threat.epsilon();
      if (epsilon < highest) {
        double left = left(investigation, threat.withEpsilon(epsilon), samples, "H5/" + factor);
        rise = Math.max(rise, left - before);
        before = left;
        points.add(new Curve.Point(epsilon, left * clean));
      }
    }
    int survived = unbroken(investigation, samples, threat.withEpsilon(highest));
    points.add(new Curve.Point(Double.POSITIVE_INFINITY, clean * survived / samples.length));
    sink.take(new Curve(investigation.plan().arsenal().probing().name(), samples.length, points));
    Map<String, Object> figures =
        Check.figures(
            "samples",
            samples.length,
            "unlimited_epsilon",
            highest,
            "survive_without_limits",
            survived,
            "largest_rise",
            Math.max(0, rise));
    boolean stuck = Share.lower(survived, samples.length, MISSED) > FLAT;
    if (!stuck && rise <= RISE) {
      return Seen.clean(
          figures,
          survived == 0
              ? "Without limits every sample is broken, and larger budgets break more: attacks do what they should."
              : "Without limits all but %d of %d samples are broken, as few as honest nets that are flat in places keep; larger budgets break more."
                  .formatted(survived, samples.length));
    }
    return Seen.flagged(
        figures,
        null,
        Remedied.NO,
        stuck
            ? "%d of %d samples survive although the attacker may change everything: the attack fails for other reasons than robustness."
                .formatted(survived, samples.length)
            : "Robust accuracy rises by %s with a larger budget: the attack is held up by something else than the budget."
                .formatted(Percent.points(rise)));
  }

  /** The largest distance between two inputs of the range. */
  private static double whole(Investigation investigation) {
    InputSpec input = investigation.pipeline().input();
    double range = input.high() - input.low();
    return Scope.value(
        () ->
            investigation
                .threat()
                .norm()
                .of(Tensors.full(range, DType.FLOAT64, 1, input.features()))
                .item());
  }

  /** Share of some rightly classified samples that a run leaves. */
  private static double left(
      Investigation investigation, ThreatModel threat, int[] samples, String run) {
    double factor = threat.epsilon() / investigation.threat().epsilon();
    Attack<?> attack = investigation.plan().arsenal().probing().scaled(factor);
    Evaluation evaluation =
        investigation.measure(
            run, investigation.differentiated(), List.of(attack), samples, threat);
    return evaluation.robustAccuracy();
  }

  /**
   * What survives every budget up to that of everything, and there more steps and restarts, and the
   * way along linearised boundaries (FAB). Budgets are doubled on the way: what breaks within a
   * smaller one is broken without limits, and an honest net may be flat where only the largest
   * steps lead.
   */
  private static int unbroken(Investigation investigation, int[] samples, ThreatModel most) {
    int[] left = samples;
    double epsilon = Math.min(investigation.threat().epsilon(), most.epsilon() / 2);
    while (left.length > 0 && epsilon < most.epsilon()) {
      epsilon = Math.min(2 * epsilon, most.epsilon());
      double factor = epsilon / investigation.threat().epsilon();
      List<Attack<?>> attacks = new ArrayList<>();
      attacks.add(investigation.plan().arsenal().probing().scaled(factor));
      if (epsilon == most.epsilon()) {
        investigation.plan().arsenal().doubled().forEach(a -> attacks.add(a.scaled(factor)));
        attacks.add(new FabT());
      }
      Evaluation evaluation =
          investigation.measure(
              "H5/unlimited-" + epsilon,
              investigation.differentiated(),
              investigation.able(investigation.differentiated(), attacks, most),
              left,
              most.withEpsilon(epsilon));
      int[] before = left;
      left =
          IntStream.range(0, before.length)
              .filter(i -> evaluation.outcomes().get(i).status() == Status.SURVIVED)
              .map(i -> before[i])
              .toArray();
    }
    return left.length;
  }
}
