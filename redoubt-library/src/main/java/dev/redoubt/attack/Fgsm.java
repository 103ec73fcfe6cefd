package dev.redoubt.attack;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The fast gradient sign method (Goodfellow et al. 2015) and its counterparts for the other norms:
 * one step of the whole budget along the steepest ascent of the loss. Linf and L2 step as published
 * and clip to the input domain; L1 and L0 spend the budget on the features of largest gradient up
 * to their bounds, which is the optimum of the linearised loss.
 *
 * @param loss what is maximised at the true label (minimised at the target)
 * @param searchSteps 0 for one step of the whole budget; else the smallest budget along the same
 *     direction that succeeds is looked for on a grid of so many budgets, then by bisection down to
 *     1/1000 of epsilon
 */
public record Fgsm(Loss loss, int searchSteps) implements Attack<GradientModel> {
  private static final int BISECTIONS = 10;

  /** Checks the settings. */
  public Fgsm {
    if (searchSteps < 0) {
      throw new BadInputException("fgsm search steps must be at least 0, not " + searchSteps);
    }
  }

  /** One step, cross-entropy. */
  public Fgsm() {
    this(new CrossEntropy(), 0);
  }

  /** The smallest budget that succeeds. */
  public static Fgsm minimal() {
    return new Fgsm(new CrossEntropy(), 20);
  }

  @Override
  public String name() {
    return searchSteps == 0 ? "fgsm" : "fgsm-minimal";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("loss", loss.name());
    settings.put("search_steps", searchSteps);
    return settings;
  }

  @Override
  public Class<GradientModel> needs() {
    return GradientModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.classes(name(), loss.name(), loss.leastClasses(), model);
  }

  @Override
  public Candidates propose(
      GradientModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor gradient =
              LossGradient.at(view, batch.inputs(), batch.labels(), goal, loss, draws).gradient();
          Ray ray = new Ray(view, batch, threat, goal, draws, gradient);
          return Candidates.after(1, searchSteps == 0 ? ray.at(1) : smallest(ray));
        });
  }

  /** The nearest success on the ray of each row; the full step where there is none. */
  private Tensor smallest(Ray ray) {
    int n = ray.batch().size();
    double[] low = new double[n];
    double[] high = new double[n];
    boolean[] met = new boolean[n];
    for (int i = 1; i <= searchSteps; i++) {
      double share = i / (double) searchSteps;
      boolean[] now = Scope.value(() -> ray.met(ray.at(share)));
      for (int row = 0; row < n; row++) {
        if (!met[row]) {
          low[row] = high[row];
          high[row] = share;
          met[row] = now[row];
        }
      }
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double[] middle = new double[n];
      for (int row = 0; row < n; row++) {
        middle[row] = (low[row] + high[row]) / 2;
      }
      boolean[] now = Scope.value(() -> ray.met(ray.at(middle)));
      for (int row = 0; row < n; row++) {
        if (met[row] && now[row]) {
          high[row] = middle[row];
        } else {
          low[row] = middle[row];
        }
      }
    }
    return ray.at(high);
  }

  /** The points from the clean one along the step, by the share of the budget that they spend. */
  private record Ray(
      GradientModel view,
      Batch batch,
      ThreatModel threat,
      Goal goal,
      Draws draws,
      Tensor gradient) {
    Tensor at(double share) {
      return threat
          .norm()
          .ball(batch.inputs(), threat.epsilon() * share, InputDomain.of(view.input()))
          .ascendFully(gradient);
    }

    /** The points of each row's own share. */
    Tensor at(double[] shares) {
      Tensor x = batch.inputs();
      for (double share : Arrays.stream(shares).distinct().toArray()) {
        int[] rows =
            IntStream.range(0, shares.length).filter(row -> shares[row] == share).toArray();
        Ray own =
            new Ray(
                view,
                batch.rows(rows),
                threat,
                goal.rows(rows),
                draws.rows(rows),
                Layout.rows(gradient, rows));
        x = Layout.withRows(x, rows, share == 0 ? own.batch.inputs() : own.at(share));
      }
      return x;
    }

    boolean[] met(Tensor x) {
      Tensor logits = view.logits(x, draws);
      boolean[] met = goal.metBy(logits, batch.labels());
      double[] margins = new Margin().perSample(logits, goal.lossLabels(batch.labels())).doubles();
      for (int row = 0; row < met.length; row++) {
        // A success by a hair may be rounded away when it is judged by itself.
        met[row] &= Math.abs(margins[row]) > Hits.CLEAR_MARGIN;
      }
      return met;
    }
  }
}
