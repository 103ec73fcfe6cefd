package dev.redoubt.attack.minimum;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Hits;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decoupling direction and norm (Rony et al. 2019, algorithm 1): every step follows the gradient of
 * the cross-entropy, and sets the norm of the perturbation by itself: a little larger than before
 * while the goal is not met, a little smaller where it is. The step size falls from 1 to .01 along
 * a cosine. Without the paper's quantisation.
 *
 * <p>A step is one forward and one backward pass. Lengths are in widths of the input domain. Where
 * the gradient vanishes the direction is random, as in the authors' code.
 *
 * @param steps at least 1
 * @param initialNorm of the first perturbation, positive
 * @param gamma γ, by which share the norm changes in a step, in (0, 1)
 */
public record Ddn(int steps, double initialNorm, double gamma) implements NearestByGradient {
  private static final L2 NORM = new L2();
  private static final double FIRST_STEP = 1;
  private static final double LAST_STEP = 0.01;

  /** Checks the settings. */
  public Ddn {
    if (steps < 1) {
      throw new BadInputException("ddn wants at least 1 step, not " + steps);
    }
    if (!(initialNorm > 0) || Double.isInfinite(initialNorm)) {
      throw new BadInputException(
          "ddn initial norm must be positive and finite, not " + initialNorm);
    }
    if (!(gamma > 0 && gamma < 1)) {
      throw new BadInputException("ddn gamma must lie between 0 and 1, not " + gamma);
    }
  }

  /** The authors' norm of 1 and γ of .05. */
  public Ddn(int steps) {
    this(steps, 1, 0.05);
  }

  /** 1,000 steps. */
  public Ddn() {
    this(1000);
  }

  @Override
  public String name() {
    return "ddn";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", steps);
    settings.put("initial_norm", initialNorm);
    settings.put("gamma", gamma);
    return settings;
  }

  @Override
  public List<Norm> norms() {
    return List.of(NORM);
  }

  @Override
  public OpenRows search(OpenRows open) {
    Walk end =
        Scope.loop(
            Walk.begin(open, initialNorm * open.width()),
            steps,
            walk -> walk.open().isEmpty(),
            this::step);
    return end.open().lookingLast(end.x(), steps);
  }

  private Walk step(int step, Walk walk) {
    OpenRows open = walk.open();
    LossGradient here = open.gradient(walk.x(), new CrossEntropy(), "step-" + step);
    Hits hits = open.hits(here.logits());
    double[] radii = new double[open.size()];
    for (int row = 0; row < radii.length; row++) {
      double wished = walk.radius()[row] * (hits.met(row) ? 1 - gamma : 1 + gamma);
      radii[row] = Math.min(wished, walk.reach()[row]);
    }
    double size = Annealing.at(step, steps, FIRST_STEP, LAST_STEP) * open.width();
    Tensor moved = walk.delta().plus(size, direction(here.gradient(), open, step));
    Tensor scaled = NORM.scaledToOne(moved).times(Layout.perSample(walk.perRow(radii), moved));
    // What is known of the clean points needs no second look.
    OpenRows looked = step == 0 ? open : open.looking(hits, walk.x(), step);
    return walk.to(looked, scaled, radii);
  }

  private static Tensor direction(Tensor gradient, OpenRows open, int step) {
    Tensor steepest = NORM.steepestAscent(gradient, 1);
    Tensor length = NORM.of(steepest);
    if (Reductions.all(length)) {
      return steepest;
    }
    double[] lengths = length.doubles();
    float[] random = new float[lengths.length];
    for (int row = 0; row < random.length; row++) {
      random[row] = lengths[row] == 0 ? 1 : 0;
    }
    Tensor other =
        NORM.randomDirection(gradient, open.draws().of("direction-" + step))
            .times(Layout.perSample(Tensors.of(random, random.length).like(gradient), gradient));
    return steepest.plus(other);
  }
}
