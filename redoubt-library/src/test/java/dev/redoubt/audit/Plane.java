package dev.redoubt.audit;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.NetworkModel;
import java.util.List;

/**
 * Points of the plane and classifiers of them: class 1 where the first feature is above .5, else
 * class 0; class 2 is never named. A point is broken at Linf or L2 exactly if epsilon exceeds its
 * first feature's distance from .5.
 */
public final class Plane {
  /** Two features in [0, 1]. */
  public static final InputSpec INPUT = new InputSpec(List.of(2), 0, 1);

  private Plane() {}

  /** A linear network. */
  public static NetworkModel threshold() {
    return scaled(1);
  }

  /** The same with logits that are so many times as large. */
  public static NetworkModel scaled(float factor) {
    float steep = 10 * factor;
    return Victims.linear(
        new float[][] {{-steep, 0}, {steep, 0}, {0, 0}},
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

  /** Points with first features evenly spread in (0, 1), the second .5, all rightly labelled. */
  public static FloatDataset spread(int n) {
    int[] labels = new int[n];
    float[] firsts = new float[n];
    for (int i = 0; i < n; i++) {
      firsts[i] = (i + .5f) / n;
      labels[i] = firsts[i] > .5f ? 1 : 0;
    }
    return points(labels, firsts);
  }

  /** Points of class 0 with the same first feature. */
  public static FloatDataset repeated(int n, float first) {
    float[] firsts = new float[n];
    java.util.Arrays.fill(firsts, first);
    return points(new int[n], firsts);
  }

  /** Points with these first features, the second .5. */
  public static FloatDataset points(int[] labels, float... firsts) {
    float[] values = new float[2 * firsts.length];
    for (int i = 0; i < firsts.length; i++) {
      values[2 * i] = firsts[i];
      values[2 * i + 1] = .5f;
    }
    return FloatDataset.of(
        new DatasetInfo("points", "test", INPUT, List.of("left", "right", "none")), labels, values);
  }
}
