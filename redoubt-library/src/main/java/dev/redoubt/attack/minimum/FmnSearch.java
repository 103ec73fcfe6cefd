package dev.redoubt.attack.minimum;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.loss.Margin;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.L2;
import java.util.Arrays;

/** One call of {@link Fmn} from given points. */
record FmnSearch(Fmn fmn, Radius rule) {
  /** Steps are measured in L2, whatever the norm of the ball. */
  private static final L2 STEP = new L2();

  OpenRows run(Walk start) {
    Walk end = Scope.loop(start, fmn.steps(), walk -> walk.open().isEmpty(), this::step);
    return end.open().lookingLast(end.x(), fmn.steps());
  }

  private Walk step(int step, Walk walk) {
    OpenRows open = walk.open();
    LossGradient here = open.gradient(walk.x(), new Margin(), "step-" + step);
    Hits hits = open.hits(here.logits());
    // What is known of the clean points needs no second look.
    OpenRows looked = step == 0 ? open : open.looking(hits, walk.x(), step);
    double rate = Annealing.at(step, fmn.steps(), fmn.firstRate(), fmn.lastRate());
    double[] radii = radii(walk, looked, here, hits, rate);
    double size = Annealing.at(step, fmn.steps(), fmn.firstStep(), fmn.lastStep()) * open.width();
    Tensor moved = walk.delta().plus(size, STEP.steepestAscent(here.gradient(), 1));
    return walk.to(looked, open.norm().project(moved, walk.perRow(radii)), radii);
  }

  private double[] radii(Walk walk, OpenRows looked, LossGradient here, Hits hits, double rate) {
    double[] nearest = looked.nearest().openDistances();
    boolean searching = Arrays.stream(nearest).anyMatch(Double::isInfinite);
    double[] boundary =
        searching && rule.asksForTheBoundary() ? boundary(walk, here) : new double[nearest.length];
    double[] radii = new double[nearest.length];
    for (int row = 0; row < radii.length; row++) {
      double before = walk.radius()[row];
      double wished =
          hits.met(row)
              ? rule.met(before, rate, nearest[row])
              : Double.isInfinite(nearest[row])
                  ? rule.missed(before, rate, boundary[row])
                  : rule.lost(before, rate);
      radii[row] = Math.min(wished, walk.reach()[row]);
    }
    return radii;
  }

  /** The norm of each perturbation and the distance from there to the boundary. */
  private static double[] boundary(Walk walk, LossGradient here) {
    Tensor steepness = walk.open().norm().dual(here.gradient());
    Tensor away = Elementwise.abs(here.losses()).dividedBy(Elementwise.atLeast(steepness, 1e-12));
    return walk.open().norm().of(walk.delta()).plus(away).doubles();
  }
}
