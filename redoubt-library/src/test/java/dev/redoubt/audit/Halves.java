package dev.redoubt.audit;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.NetworkModel;
import java.util.Arrays;
import java.util.List;

/**
 * Points on the diagonal of a cube and classifiers that cut it in half: class 1 where the mean of
 * the features is above .5, else class 0; class 2 is never named. A point is broken at Linf exactly
 * if epsilon exceeds its distance from .5, but noise hardly gets half as far.
 */
public final class Halves {
  /** Few enough that of 64 random corners one is the right one. */
  public static final int FEATURES = 6;

  /** In [0, 1]. */
  public static final InputSpec INPUT = new InputSpec(List.of(FEATURES), 0, 1);

  private Halves() {}

  /** A linear network. */
  public static NetworkModel threshold() {
    return scaled(1);
  }

  /** The same with logits that are so many times as large. */
  public static NetworkModel scaled(float factor) {
    float steep = 10 * factor;
    float[] up = new float[FEATURES];
    float[] down = new float[FEATURES];
    Arrays.fill(up, steep / FEATURES);
    Arrays.fill(down, -steep / FEATURES);
    return Victims.linear(
        new float[][] {down, up, new float[FEATURES]},
        new float[] {steep / 2, -steep / 2, -2 * steep},
        0,
        1);
  }

  /** A classifier with the threshold's logits at changed inputs. */
  public static Scripted behind(Declaration.Substitute change) {
    NetworkModel threshold = threshold();
    return new Scripted(
        (x, draws) -> threshold.logitsOnTape(change.apply(x, draws), draws), Declaration.PLAIN);
  }

  /** The threshold's values with the gradient of the opposite sign. */
  public static Scripted misleading() {
    return behind((x, draws) -> x.detached().times(2).minus(x));
  }

  /** The threshold's values with a gradient of zero. */
  public static Scripted flat() {
    return behind((x, draws) -> x.detached().plus(x.times(0)));
  }

  /** Always class 0, with the same logits. */
  public static Scripted constant() {
    return behind((x, draws) -> x.times(0));
  }

  /** Points evenly spread over the diagonal, all rightly labelled; neighbours don't follow. */
  public static FloatDataset spread(int n) {
    int[] labels = new int[n];
    float[] points = new float[n];
    for (int i = 0; i < n; i++) {
      points[i] = (17 * i % n + .5f) / n;
      labels[i] = points[i] > .5f ? 1 : 0;
    }
    return points(labels, points);
  }

  /** The same point of class 0 so many times. */
  public static FloatDataset repeated(int n, float point) {
    float[] points = new float[n];
    Arrays.fill(points, point);
    return points(new int[n], points);
  }

  /** Points of which all features have the same value. */
  public static FloatDataset points(int[] labels, float... points) {
    float[] values = new float[FEATURES * points.length];
    for (int i = 0; i < points.length; i++) {
      Arrays.fill(values, i * FEATURES, (i + 1) * FEATURES, points[i]);
    }
    return FloatDataset.of(
        new DatasetInfo("points", "test", INPUT, List.of("left", "right", "none")), labels, values);
  }
}
