package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.LossGradient;
import dev.redoubt.attack.StepSize;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The inner problem by steepest ascent, for any objective of the logits: every step is followed by
 * the projection onto the sample's ball and the input domain. While the budget warms up, steps
 * shrink along with it.
 *
 * @param threat the ball
 * @param steps at least 1
 * @param stepSize length of a step
 */
record InnerAscent(ThreatModel threat, int steps, StepSize stepSize) {
  /** The deviation of the noise that {@link #nearby} starts from, in pixel space. */
  private static final double NOISE = 1e-3;

  InnerAscent {
    check(steps);
  }

  static void check(int steps) {
    if (steps < 1) {
      throw new BadInputException("the inner attack wants at least 1 step, not " + steps);
    }
  }

  /** The settings by name, for provenance. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("threat", threat.text());
    settings.put("steps", steps);
    settings.put("step_size", stepSize.toString());
    return settings;
  }

  /**
   * Clean samples with a little Gaussian noise, inside the ball: where objectives start that have
   * no gradient at the clean point (Zhang et al. 2019, algorithm 1).
   */
  Tensor nearby(Lesson lesson) {
    Tensor x = lesson.batch().inputs();
    return lesson
        .ball(threat)
        .project(x.plus(NOISE, lesson.draws().of("inner/start").gaussianLike(x)));
  }

  /**
   * The points that the ascent ends at.
   *
   * @param start {@code [n, ...]}, inside the ball
   * @param objective from logits {@code [n, classes]} to what is to rise, {@code [n]}
   */
  Tensor from(Lesson lesson, Tensor start, UnaryOperator<Tensor> objective) {
    Ball ball = lesson.ball(threat);
    double size = stepSize.at(threat.epsilon()) * lesson.epsilonFactor();
    Draws draws = lesson.draws().of("inner");
    return Scope.loop(
        start,
        steps,
        x -> false,
        (step, x) -> {
          Draws own = draws.of("step-" + step);
          return ball.ascend(
              x, LossGradient.at(lesson.view(), x, objective, own, 1).gradient(), size);
        });
  }

  /** The objective of most of them: the cross-entropy at the true labels, never smoothed. */
  static UnaryOperator<Tensor> crossEntropy(Lesson lesson) {
    return logits -> new CrossEntropy().perSample(logits, lesson.batch().labels());
  }
}
