package dev.redoubt.attack.query;

import dev.redoubt.tensor.RandomStream;

/** The largest change of any value. */
record LinfGeometry() implements Geometry {
  @Override
  public double distance(float[] from, float[] points, int offset) {
    double largest = 0;
    for (int i = 0; i < from.length; i++) {
      largest = Math.max(largest, Math.abs((double) points[offset + i] - from[i]));
    }
    return largest;
  }

  @Override
  public void pull(float[] center, float[] points, int offset, double radius) {
    for (int i = 0; i < center.length; i++) {
      double low = center[i] - radius;
      double high = center[i] + radius;
      points[offset + i] = (float) Math.max(low, Math.min(high, points[offset + i]));
    }
  }

  @Override
  public void noise(RandomStream stream, float[] target, int offset, int features) {
    stream.fillUniform(target, offset, features, -1, 1);
  }

  @Override
  public double fineness(int features) {
    return (double) features * features;
  }

  @Override
  public double steepness(int features) {
    return Math.sqrt(features);
  }

  @Override
  public void pool(double[] squares) {
    // Each value is scaled by itself.
  }

  @Override
  public void steepest(double[] gradient) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = Math.signum(gradient[i]);
    }
  }
}
