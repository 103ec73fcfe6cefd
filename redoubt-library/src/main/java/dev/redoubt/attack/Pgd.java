package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.probe.LowFrequency;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Projected gradient descent (Madry et al. 2018): steps along the steepest ascent of the loss, each
 * followed by the projection onto the feasible set. With {@code momentum} it is MI-FGSM (Dong et
 * al. 2018); without a random start it is BIM (Kurakin et al. 2017). Where and how gradients are
 * taken says the {@link Probe}.
 *
 * <p>A sample that is broken leaves the batch at once, so that robust samples alone cost the full
 * number of steps. Where the probe looks elsewhere than at the points themselves, what it sees is a
 * hint: a row that it saw broken is looked at for itself, a forward pass more.
 *
 * @param name shown in reports
 * @param loss what is maximised at the true label (minimised at the target)
 * @param steps steps a restart, at least 1
 * @param stepSize length of a step
 * @param restarts independent runs, at least 1; each only on what the ones before did not break
 * @param randomStart whether a run starts at a random feasible point rather than the clean one
 * @param momentum decay μ of the accumulated gradient, 0 for none
 * @param stopWhenBroken false to take all steps on all samples, as training wants
 * @param probe where and how gradients are taken
 */
public record Pgd(
    String name,
    Loss loss,
    int steps,
    StepSize stepSize,
    int restarts,
    boolean randomStart,
    double momentum,
    boolean stopWhenBroken,
    Probe probe)
    implements Attack<GradientModel> {
  /** Checks the settings. */
  public Pgd {
    if (steps < 1 || restarts < 1) {
      throw new BadInputException(
          name + " wants at least 1 step and 1 restart, not " + steps + " and " + restarts);
    }
    if (restarts > 1 && !stopWhenBroken) {
      throw new BadInputException(name + " can only restart if it stops samples that are broken");
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new BadInputException(name + " momentum must lie in [0, 1], not " + momentum);
    }
    if (probe.nesterov() && momentum == 0) {
      throw new BadInputException(name + " can only look ahead with a momentum above 0");
    }
  }

  /** The plain gradient at the point. */
  public Pgd(
      String name,
      Loss loss,
      int steps,
      StepSize stepSize,
      int restarts,
      boolean randomStart,
      double momentum,
      boolean stopWhenBroken) {
    this(name, loss, steps, stepSize, restarts, randomStart, momentum, stopWhenBroken, Probe.PLAIN);
  }

  /** PGD with random start and cross-entropy; {@code name} is {@code pgd-STEPS}. */
  public static Pgd of(int steps, StepSize stepSize, int restarts) {
    return new Pgd("pgd-" + steps, new CrossEntropy(), steps, stepSize, restarts, true, 0, true);
  }

  /** The basic iterative method: no random start, steps that add up to epsilon. */
  public static Pgd bim(int steps) {
    return new Pgd(
        "bim-" + steps,
        new CrossEntropy(),
        steps,
        new StepSize.OfEpsilon(1.0 / steps),
        1,
        false,
        0,
        true);
  }

  /** MI-FGSM with the paper's decay of 1. */
  public static Pgd momentumIterative(int steps) {
    return new Pgd(
        "mi-fgsm-" + steps,
        new CrossEntropy(),
        steps,
        new StepSize.OfEpsilon(1.0 / steps),
        1,
        false,
        1,
        true);
  }

  /** NI-FGSM with the paper's decay of 1. */
  public static Pgd nesterovIterative(int steps) {
    return momentumIterative(steps).named("ni-fgsm-" + steps).with(Probe.PLAIN.lookingAhead());
  }

  /** PGD along gradients of a quarter of the frequencies, the lowest. */
  public static Pgd lowFrequency(int steps, StepSize stepSize, int restarts) {
    return of(steps, stepSize, restarts)
        .named("low-frequency-" + steps)
        .with(Probe.PLAIN.with(new LowFrequency()));
  }

  /** The inner maximisation of adversarial training: one run, all steps on all samples. */
  public static Pgd forTraining(int steps, StepSize stepSize) {
    return new Pgd("pgd-" + steps, new CrossEntropy(), steps, stepSize, 1, true, 0, false);
  }

  /** One run of it that takes all steps on all samples. */
  public Pgd onAllSamples() {
    return new Pgd(name, loss, steps, stepSize, 1, randomStart, momentum, false, probe);
  }

  /** The same under another name. */
  public Pgd named(String other) {
    return new Pgd(
        other, loss, steps, stepSize, restarts, randomStart, momentum, stopWhenBroken, probe);
  }

  /** The same with gradients taken in another way. */
  public Pgd with(Probe other) {
    return new Pgd(
        name, loss, steps, stepSize, restarts, randomStart, momentum, stopWhenBroken, other);
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("loss", loss.name());
    settings.put("steps", steps);
    settings.put("step_size", stepSize.toString());
    settings.put("restarts", restarts);
    settings.put("random_start", randomStart);
    settings.put("momentum", momentum);
    settings.putAll(probe.settings());
    return settings;
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public Pgd scaled(double factor) {
    return new Pgd(
        name,
        loss,
        steps,
        stepSize.scaled(factor),
        restarts,
        randomStart,
        momentum,
        stopWhenBroken,
        probe);
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.classes(name, loss.name(), loss.leastClasses(), model)
        .or(() -> probe.wantsImages() ? Obstacles.images(name, model) : Optional.empty());
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    LossGradient.requireClasses(view, loss);
    return Scope.tensors(
        () -> {
          PgdSearch search = PgdSearch.of(this, view, batch, threat, goal, draws);
          Aim aim = new Aim.ByLoss(loss, goal, batch.labels());
          return Scope.loop(
                  Found.nothing(batch.inputs()),
                  restarts,
                  Found::finished,
                  (i, found) -> search.run("restart-" + i, i * steps, aim, found))
              .candidates();
        });
  }
}
