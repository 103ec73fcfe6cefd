package dev.redoubt.attack.query;

import dev.redoubt.tensor.RandomStream;
import java.util.Arrays;

/** The Euclidean length. */
record L2Geometry() implements Geometry {
  @Override
  public double distance(float[] from, float[] points, int offset) {
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      double change = (double) points[offset + i] - from[i];
      sum += change * change;
    }
    return Math.sqrt(sum);
  }

  @Override
  public void pull(float[] center, float[] points, int offset, double radius) {
    double distance = distance(center, points, offset);
    if (distance > radius) {
      double share = radius / distance;
      for (int i = 0; i < center.length; i++) {
        double change = (double) points[offset + i] - center[i];
        points[offset + i] = (float) (center[i] + share * change);
      }
    }
  }

  @Override
  public void noise(RandomStream stream, float[] target, int offset, int features) {
    stream.fillGaussian(target, offset, features);
  }

  @Override
  public double fineness(int features) {
    return features * Math.sqrt(features);
  }

  @Override
  public double steepness(int features) {
    return 1;
  }

  @Override
  public void pool(double[] squares) {
    Arrays.fill(squares, Arrays.stream(squares).average().orElse(0));
  }

  @Override
  public void steepest(double[] gradient) {
    double largest = 0;
    for (double value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0) {
      return;
    }
    double sum = 0;
    for (int i = 0; i < gradient.length; i++) {
      // Scaled by the largest entry first, so that squares of small gradients don't vanish.
      gradient[i] /= largest;
      sum += gradient[i] * gradient[i];
    }
    double length = Math.sqrt(sum);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= length;
    }
  }
}
