package dev.redoubt.audit.check;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.L2;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether gradients point the same way within the ball. Flags a mean cosine below .2 between the
 * gradient at the sample and at random points of the ball (gradient alignment, Andriushchenko and
 * Flammarion 2020: it collapses with catastrophic overfitting, when single-step attacks lose their
 * way). Large budgets lower it in honest models, too. Remedy: attacks of many steps, which the
 * evidence is from.
 */
public final class S6GradientAlignment implements Check {
  private static final double ALIGNED = .2;
  private static final int POINTS = 4;

  @Override
  public String id() {
    return "S6";
  }

  @Override
  public String title() {
    return "Gradients agree within the ball";
  }

  @Override
  public String rule() {
    return "Flags a mean cosine below .2 between the gradient at a sample and at random points of its ball.";
  }

  @Override
  public String source() {
    return "Andriushchenko and Flammarion 2020, section 4";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation);
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = investigation.probed();
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    double cosine = Scope.value(() -> alignment(investigation, samples));
    Map<String, Object> figures =
        Check.figures("samples", samples.length, "points_each", POINTS, "mean_cosine", cosine);
    String shown = String.format(Locale.ROOT, "%.2f", cosine);
    return cosine >= ALIGNED
        ? Seen.clean(
            figures,
            "Gradients at random points of the ball point the same way (cosine %s)."
                .formatted(shown))
        : Seen.flagged(
            figures,
            "attacks of many steps, with restarts",
            Remedied.ONCE_SETTLED,
            "Gradients within the ball point in different ways (cosine %s): attacks of one step, and training with them, lose their way here."
                .formatted(shown));
  }

  private static double alignment(Investigation investigation, int[] samples) {
    GradientModel view = investigation.gradients().orElseThrow();
    Batch batch = investigation.batch(samples);
    Draws draws = batch.draws(investigation.plan().seed(), "audit/s6");
    Tensor here = unit(gradient(view, batch.inputs(), batch, draws));
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      Draws keyed = draws.of("point-" + i);
      Tensor moved =
          batch
              .inputs()
              .plus(
                  investigation
                      .threat()
                      .norm()
                      .random(batch.inputs(), investigation.threat().epsilon(), keyed));
      Tensor x = InputDomain.of(view.input()).clamp(moved);
      Tensor there = unit(gradient(view, x, batch, draws));
      for (double cosine : Reductions.sumPerSample(here.times(there)).doubles()) {
        sum += Double.isFinite(cosine) ? cosine : 0;
      }
    }
    return sum / POINTS / samples.length;
  }

  private static Tensor gradient(GradientModel view, Tensor x, Batch batch, Draws draws) {
    return LossGradient.at(view, x, batch.labels(), Goal.untargeted(), new Margin(), draws)
        .gradient();
  }

  private static Tensor unit(Tensor gradient) {
    return new L2().scaledToOne(gradient);
  }
}
