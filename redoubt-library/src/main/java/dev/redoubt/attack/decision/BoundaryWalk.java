package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Geometry;
import dev.redoubt.attack.query.Ground;
import dev.redoubt.attack.query.Question;
import java.util.Optional;

/** The random walk of {@link Boundary} for one row. */
final class BoundaryWalk implements Question<Boolean> {
  /** The share of a start's distance to which the boundary is found before the walk. */
  static final double FIRST_BISECTION = 1e-3;

  private static final int SPHERE_EVERY = 10;
  private static final double FACTOR = 1.5;

  /** A walk ends where its steps towards the clean point have become this short. */
  private static final double CONVERGED = 1e-7;

  private final int proposals;
  private final Ground ground;
  private final Geometry geometry;
  private final float[] point;
  private final float[] accepted;
  private final double[] towards;
  private final float[] noise;
  private final Successes onSphere = new Successes(100);
  private final Successes proposed = new Successes(30);
  private double distance;
  private double sphericalStep;
  private double sourceStep;
  private boolean any;
  private int rounds;
  private int written;
  private int answered;

  BoundaryWalk(Boundary settings, Ground ground, Geometry geometry, float[] start) {
    proposals = settings.proposals();
    sphericalStep = settings.sphericalStep();
    sourceStep = settings.sourceStep();
    this.ground = ground;
    this.geometry = geometry;
    point = start.clone();
    accepted = start.clone();
    towards = new double[start.length];
    noise = new float[start.length];
    aim();
  }

  /** Turns to the clean point. */
  private void aim() {
    distance = geometry.distance(ground.clean(), point, 0);
    for (int i = 0; i < point.length; i++) {
      towards[i] = ((double) ground.clean()[i] - point[i]) / Math.max(distance, 1e-30);
    }
  }

  private boolean withSphere() {
    return rounds % SPHERE_EVERY == 0;
  }

  @Override
  public int points() {
    return proposals + (withSphere() ? 1 : 0);
  }

  @Override
  public void write(float[] target, int offset) {
    double along = drawAcross();
    double length = distance * sphericalStep / along;
    // From the plane that touches the sphere back onto the sphere.
    double scale = 1 / Math.sqrt(1 + sphericalStep * sphericalStep);
    double shrunk = written < proposals ? scale * (1 - sourceStep) : scale;
    for (int i = 0; i < point.length; i++) {
      double onPlane = point[i] + length * noise[i] - ground.clean()[i];
      target[offset + i] = ground.clamped(ground.clean()[i] + shrunk * onPlane);
    }
    if (written < proposals) {
      // The box may have taken some of the distance already; no more than the step is taken.
      recover(target, offset);
    }
    written++;
  }

  /** A direction at a right angle to the one to the clean point; returns its length. */
  private double drawAcross() {
    ground.stream().fillGaussian(noise, 0, noise.length);
    double dot = 0;
    for (int i = 0; i < noise.length; i++) {
      dot += noise[i] * towards[i];
    }
    double sum = 0;
    for (int i = 0; i < noise.length; i++) {
      noise[i] -= (float) (dot * towards[i]);
      sum += (double) noise[i] * noise[i];
    }
    return Math.max(Math.sqrt(sum), 1e-30);
  }

  /** Moves a proposal that the box has brought too near away from the clean point again. */
  private void recover(float[] target, int offset) {
    double wished = distance * (1 - sourceStep);
    double reached = geometry.distance(ground.clean(), target, offset);
    if (reached > 0 && reached < wished) {
      double stretch = wished / reached;
      for (int i = 0; i < point.length; i++) {
        double change = (double) target[offset + i] - ground.clean()[i];
        target[offset + i] = (float) (ground.clean()[i] + stretch * change);
      }
    }
  }

  @Override
  public void answered(Boolean answer, float[] points, int offset) {
    if (answered < proposals) {
      proposed.add(answer);
      if (answer && !any) {
        any = true;
        System.arraycopy(points, offset, accepted, 0, accepted.length);
      }
    } else {
      onSphere.add(answer);
    }
    answered++;
  }

  @Override
  public Optional<Question<Boolean>> next() {
    if (any) {
      System.arraycopy(accepted, 0, point, 0, point.length);
      aim();
    }
    double sphere = factor(onSphere, 0.5, 0.2);
    sphericalStep = Math.min(sphericalStep * sphere, 1);
    sourceStep = Math.min(sourceStep * sphere * factor(proposed, 0.25, 0.1), 0.5);
    any = false;
    written = 0;
    answered = 0;
    rounds++;
    return sourceStep < CONVERGED || distance < CONVERGED * ground.width()
        ? Optional.empty()
        : Optional.of(this);
  }

  private static double factor(Successes successes, double grow, double shrink) {
    if (!successes.full()) {
      return 1;
    }
    double share = successes.share();
    if (share > grow || share < shrink) {
      successes.clear();
    }
    return share > grow ? FACTOR : share < shrink ? 1 / FACTOR : 1;
  }
}
