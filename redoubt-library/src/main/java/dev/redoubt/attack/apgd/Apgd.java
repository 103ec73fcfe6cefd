package dev.redoubt.attack.apgd;

import dev.redoubt.attack.Aim;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Found;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Dlr;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.ProbabilityMargin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Map;
import java.util.Optional;

/**
 * Auto-PGD away from the label (Croce and Hein 2020, algorithm 1; for L1 Croce and Hein 2021):
 * projected gradient ascent whose step size follows from its progress, so that there is none to
 * choose. For Linf, L2 and L1.
 *
 * <p>A step, as its candidates count them, is an iteration.
 *
 * @param name shown in reports
 * @param loss what is raised at the true label (lowered at the target)
 */
public record Apgd(String name, Loss loss, Ascent ascent) implements Attack<GradientModel> {
  /** The cross-entropy form. */
  public static Apgd ce(Ascent ascent) {
    return new Apgd("apgd-ce", new CrossEntropy(), ascent);
  }

  /** The form with the difference of logits ratio, which the scale of the logits can't blind. */
  public static Apgd dlr(Ascent ascent) {
    return new Apgd("apgd-dlr", new Dlr(), ascent);
  }

  /**
   * The form with the margin of the probabilities, which Xie et al. 2024 ("Towards million-scale
   * adversarial robustness evaluation with stronger individual attacks") find the strongest single
   * loss.
   */
  public static Apgd pma(Ascent ascent) {
    return new Apgd("pma", new ProbabilityMargin(), ascent);
  }

  @Override
  public Map<String, Object> settings() {
    return ascent.settings(loss.name());
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public boolean averagesDraws() {
    return ascent.eot() > 1;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name, threat)
        .or(() -> Obstacles.classes(name, loss.name(), loss.leastClasses(), model));
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(
        () -> {
          ApgdSearch search = new ApgdSearch(ascent, view, batch, threat, goal, draws);
          Aim aim = new Aim.ByLoss(loss, goal, batch.labels());
          return Scope.loop(
                  Found.nothing(batch.inputs()),
                  ascent.restarts(),
                  Found::finished,
                  (i, found) -> search.run("restart-" + i, i * ascent.steps(), aim, found))
              .candidates();
        });
  }
}
