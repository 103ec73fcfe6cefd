package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Optional;

/** The turns of {@link HopSkipJump} for one row. */
final class HopSkipJumpWalk {
  /** How often a step is halved before the normal counts as wrong. */
  static final int HALVINGS = 30;

  /** A change of a value that float32 tells apart, as a share of the box's width. */
  private static final double VISIBLE = 1e-6;

  private final HopSkipJump settings;
  private final Ground ground;
  private final Geometry geometry;
  private final Directions directions;
  private final int features;
  private int turn;

  HopSkipJumpWalk(HopSkipJump settings, Ground ground, Geometry geometry) {
    this.settings = settings;
    this.ground = ground;
    this.geometry = geometry;
    features = ground.plane().features();
    directions = (target, offset) -> unit(target, offset);
  }

  Question<Boolean> from(float[] start) {
    double share = 1 / geometry.fineness(features);
    return Bisection.from(ground, geometry, start, share, this::probes);
  }

  private Question<Boolean> probes(float[] boundary) {
    turn++;
    double distance = geometry.distance(ground.clean(), boundary, 0);
    double length =
        turn == 1
            ? 0.1 * ground.width()
            : Math.max(distance / features, VISIBLE * ground.width() * Math.sqrt(features));
    int count = (int) Math.min(settings.firstProbes() * Math.sqrt(turn), settings.mostProbes());
    return new Probes(
        boundary,
        directions,
        length,
        count,
        normal -> {
          geometry.steepest(normal);
          return new Step(boundary, normal, distance / Math.sqrt(turn));
        });
  }

  private void unit(float[] target, int offset) {
    geometry.noise(ground.stream(), target, offset, features);
    double sum = 0;
    for (int i = offset; i < offset + features; i++) {
      sum += (double) target[i] * target[i];
    }
    float scale = (float) (1 / Math.sqrt(Math.max(sum, Float.MIN_NORMAL)));
    for (int i = offset; i < offset + features; i++) {
      target[i] *= scale;
    }
  }

  /** The step along the normal, half as far each time that it does not meet the goal. */
  private final class Step implements Question<Boolean> {
    private final float[] boundary;
    private final double[] normal;
    private final float[] reached;
    private double length;
    private int halvings;
    private boolean met;

    Step(float[] boundary, double[] normal, double length) {
      this.boundary = boundary;
      this.normal = normal;
      this.length = length;
      reached = boundary.clone();
    }

    @Override
    public int points() {
      return 1;
    }

    @Override
    public void write(float[] target, int offset) {
      for (int i = 0; i < boundary.length; i++) {
        target[offset + i] = (float) (boundary[i] + length * normal[i]);
      }
    }

    @Override
    public void answered(Boolean answer, float[] points, int offset) {
      met = answer;
      if (met) {
        System.arraycopy(points, offset, reached, 0, reached.length);
      } else {
        length /= 2;
        halvings++;
      }
    }

    @Override
    public Optional<Question<Boolean>> next() {
      if (met) {
        return Optional.of(from(reached));
      }
      return Optional.of(halvings < HALVINGS ? this : probes(boundary));
    }
  }
}
