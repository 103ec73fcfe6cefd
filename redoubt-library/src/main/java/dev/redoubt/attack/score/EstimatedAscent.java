package dev.redoubt.attack.score;

import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Optional;

/**
 * Ascent by gradients that are estimated from antithetic pairs: {@code Σ (f(x + δu) - f(x -
 * δu))·u}, over directions u. In turns: the pairs, a step, and a query about where it led.
 *
 * <p>Pairs stand around the point that is nearest to x and δ away from the bounds of the box.
 * Around x itself, half of the difference would be lost in every value that stands at its bound, as
 * most do in images of digits.
 */
final class EstimatedAscent {
  private final Ground ground;
  private final Reach reach;
  private final Noise noise;
  private final double delta;
  private final int pairs;
  private final Steps steps;
  private final float[] point;

  /**
   * @param delta how far probes stand from the point
   * @param pairs how many for each step
   */
  EstimatedAscent(Ground ground, Reach reach, Noise noise, double delta, int pairs, Steps steps) {
    this.ground = ground;
    this.reach = reach;
    this.noise = noise;
    this.delta = delta;
    this.pairs = pairs;
    this.steps = steps;
    point = ground.clean().clone();
  }

  /** The first question, after that about the clean point. */
  Question<Scored> first() {
    return new Pairs();
  }

  private void step(double[] gradient, double level) {
    steps.move(gradient, level, point);
    reach.pull(ground, point);
  }

  /** Two points on opposite sides for each direction. */
  private final class Pairs implements Question<Scored> {
    private final float[] center = new float[point.length];
    private final float[] direction = new float[point.length];
    private final double[] gradient = new double[point.length];
    private boolean second;
    private boolean answerSecond;
    private double before;
    private double total;
    private int counted;

    Pairs() {
      double margin = Math.min(delta, ground.width() / 2);
      double low = ground.domain().low() + margin;
      double high = ground.domain().high() - margin;
      for (int i = 0; i < center.length; i++) {
        center[i] = (float) Math.max(low, Math.min(high, point[i]));
      }
    }

    @Override
    public int points() {
      return 2 * pairs;
    }

    @Override
    public void write(float[] target, int offset) {
      if (!second) {
        noise.draw(ground.stream(), direction);
      }
      double sign = second ? -delta : delta;
      for (int i = 0; i < center.length; i++) {
        target[offset + i] = (float) (center[i] + sign * direction[i]);
      }
      second = !second;
    }

    @Override
    public void answered(Scored answer, float[] points, int offset) {
      if (!answerSecond) {
        before = answer.rise();
      } else if (Double.isFinite(before - answer.rise())) {
        double difference = before - answer.rise();
        for (int i = 0; i < center.length; i++) {
          gradient[i] += difference * ((double) center[i] - points[offset + i]);
        }
        total += (before + answer.rise()) / 2;
        counted++;
      }
      answerSecond = !answerSecond;
    }

    @Override
    public Optional<Question<Scored>> next() {
      if (counted > 0) {
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] /= 2 * delta * delta * counted;
        }
      }
      step(gradient, counted > 0 ? total / counted : Double.NEGATIVE_INFINITY);
      return Optional.of(new Look());
    }
  }

  /** Where the step has led. */
  private final class Look implements Question<Scored> {
    @Override
    public int points() {
      return 1;
    }

    @Override
    public void write(float[] target, int offset) {
      System.arraycopy(point, 0, target, offset, point.length);
    }

    @Override
    public void answered(Scored answer, float[] points, int offset) {}

    @Override
    public Optional<Question<Scored>> next() {
      return Optional.of(new Pairs());
    }
  }
}
