package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Optional;

/** The turns of {@link GeoDa} for one row. */
final class GeoDaWalk {
  /** By how much a ray grows until it meets the goal, and how often. */
  private static final double GROWTH = 1.1;

  private static final int LONGEST = 12;

  private final GeoDa settings;
  private final Ground ground;
  private final Geometry geometry;
  private final Directions directions;
  private final double[] normals;
  private final double sigma;
  private int turn;

  GeoDaWalk(GeoDa settings, Ground ground, Geometry geometry, Directions directions) {
    this.settings = settings;
    this.ground = ground;
    this.geometry = geometry;
    this.directions = directions;
    normals = new double[ground.plane().features()];
    sigma = settings.sigma() * ground.width();
  }

  Question<Boolean> from(float[] start) {
    // Probes differ along the normal by sigma, and the boundary is to be found more precisely.
    double tolerance = sigma / 4 / geometry.steepness(normals.length);
    double share = tolerance / Math.max(geometry.distance(ground.clean(), start, 0), tolerance);
    return Bisection.from(ground, geometry, start, share, this::probes);
  }

  private Question<Boolean> probes(float[] boundary) {
    double count = settings.firstProbes() * Math.pow(settings.lambda(), -2.0 / 3 * turn);
    turn++;
    return new Probes(
        boundary,
        directions,
        sigma,
        (int) Math.min(count, 1e6),
        normal -> {
          for (int i = 0; i < normals.length; i++) {
            normals[i] += normal[i];
          }
          double[] direction = normals.clone();
          geometry.steepest(direction);
          return new Ray(boundary, direction);
        });
  }

  /** From the clean point on, as far as the boundary was found last, then further. */
  private final class Ray implements Question<Boolean> {
    private final float[] boundary;
    private final double[] direction;
    private final float[] reached;
    private double length;
    private int tries;
    private boolean met;

    Ray(float[] boundary, double[] direction) {
      this.boundary = boundary;
      this.direction = direction;
      reached = boundary.clone();
      length = geometry.distance(ground.clean(), boundary, 0);
    }

    @Override
    public int points() {
      return 1;
    }

    @Override
    public void write(float[] target, int offset) {
      for (int i = 0; i < direction.length; i++) {
        target[offset + i] = (float) (ground.clean()[i] + length * direction[i]);
      }
      length *= GROWTH;
      tries++;
    }

    @Override
    public void answered(Boolean answer, float[] points, int offset) {
      met = answer;
      if (met) {
        System.arraycopy(points, offset, reached, 0, reached.length);
      }
    }

    @Override
    public Optional<Question<Boolean>> next() {
      if (met) {
        return Optional.of(from(reached));
      }
      return Optional.of(tries < LONGEST ? this : probes(boundary));
    }
  }
}
