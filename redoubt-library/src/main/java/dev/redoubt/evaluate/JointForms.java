package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.joint.FeatureMatching;
import dev.redoubt.attack.joint.OrthogonalPgd;
import dev.redoubt.attack.joint.SelectivePgd;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.List;

/**
 * The attacks that treat class and rejection apart, for pipelines that may reject: a plan that
 * attacks one with gradients gets them unasked, since a detector is only worth what is left after
 * those who know it. They search as long as the longest of the plan's own.
 */
final class JointForms {
  private static final int LEAST_STEPS = 40;
  private static final int USUAL_STEPS = 100;
  private static final int MOST_RESTARTS = 5;

  /** Runs of feature matching, each after another guide. */
  private static final int LEAST_GUIDES = 3;

  private JointForms() {}

  /**
   * The attacks that a plan gets besides its own; none where nothing rejects, where it uses no
   * gradients, or where it measures distances.
   *
   * @param dataset that is evaluated, from which the attacker has samples as well
   */
  static List<Attack<?>> of(Plan plan, Pipeline pipeline, Dataset dataset, Device device) {
    boolean gradients =
        plan.cascade().stream()
            .anyMatch(attack -> GradientModel.class.isAssignableFrom(attack.needs()));
    return gradients && !plan.distances() && pipeline.isDefended() && pipeline.rejects()
        ? derived(plan, pipeline, dataset, device)
        : List.of();
  }

  private static List<Attack<?>> derived(
      Plan plan, Pipeline pipeline, Dataset dataset, Device device) {
    LabelModel view =
        Scope.value(() -> pipeline.adaptive(1, Batch.read(dataset, new int[] {0}, device)));
    if (!(view instanceof RejectingModel)) {
      return List.of();
    }
    int steps = plan.cascade().stream().mapToInt(JointForms::steps).max().orElse(0);
    int enough = steps == 0 ? USUAL_STEPS : Math.max(LEAST_STEPS, steps);
    int restarts = restarts(plan);
    return List.<Attack<?>>of(
            onMargin(enough, restarts),
            new OrthogonalPgd(enough, restarts),
            new SelectivePgd(enough, restarts),
            new FeatureMatching(
                AcceptedSamples.of(plan, pipeline, dataset, device),
                enough,
                Math.max(LEAST_GUIDES, restarts)))
        .stream()
        .filter(attack -> Binding.obstacle(attack, plan.threat(), view).isEmpty())
        .toList();
  }

  /**
   * PGD on the margin of the joint logits. Cross-entropy is blind to a score far above its
   * threshold: the joint logit of the true class is so much larger than all others that its
   * derivative is rounded to zero. A margin has a derivative of 1 everywhere.
   */
  private static Pgd onMargin(int steps, int restarts) {
    StepSize size = new StepSize.OfEpsilon(2.5 / steps);
    return new Pgd("margin-pgd", new Margin(), steps, size, restarts, true, 0, true);
  }

  private static int steps(Attack<?> attack) {
    if (attack instanceof Pgd pgd) {
      return pgd.steps();
    }
    if (attack instanceof Apgd apgd) {
      return apgd.ascent().steps();
    }
    return attack instanceof ApgdT towards ? towards.ascent().steps() : 0;
  }

  private static int restarts(Plan plan) {
    return plan.cascade().stream()
        .filter(Pgd.class::isInstance)
        .mapToInt(attack -> Math.min(MOST_RESTARTS, ((Pgd) attack).restarts()))
        .max()
        .orElse(1);
  }
}
