package dev.redoubt.attack.joint;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.List;

/** The attacks on class and rejection, and how tests run them. */
final class Attackers {
  static final Guides GUIDES =
      Guides.of(
          new float[][] {{.9f, .95f}, {.55f, .75f}, {.1f, .2f}, {.38f, .95f}},
          new int[] {1, 1, 0, 1});

  private Attackers() {}

  /** Each with so many steps and restarts. */
  static List<Attack<RejectingModel>> attacks(Guides guides, int steps, int restarts) {
    return List.of(
        new OrthogonalPgd(steps, restarts),
        new SelectivePgd(steps, restarts),
        new FeatureMatching(guides, steps, restarts));
  }

  static List<Attack<RejectingModel>> usual() {
    return List.of(
        new OrthogonalPgd(),
        new OrthogonalPgd(new Margin(), 100, new StepSize.OfEpsilon(.05), 1),
        new SelectivePgd(),
        new FeatureMatching(GUIDES));
  }

  static RejectingModel view(Pipeline pipeline, Batch batch) {
    return (RejectingModel) pipeline.adaptive(1, batch);
  }

  static Candidates run(
      Attack<RejectingModel> attack, Pipeline pipeline, Batch batch, String threat, Goal goal) {
    return attack.propose(
        view(pipeline, batch), batch, ThreatModel.parse(threat), goal, batch.draws(1, "attack"));
  }
}
