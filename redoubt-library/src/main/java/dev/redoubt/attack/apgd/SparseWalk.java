package dev.redoubt.attack.apgd;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.L0;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The walk for L1 (Croce and Hein 2021, "Mind the box", section 4): steps along the signs of the
 * largest gradients, as many of them as the sparsity of the best point so far suggests, without
 * momentum. Every .04 of the run a row whose best point has become sparser by 5 % goes back to it
 * with a full step; the others' steps shrink by 1.5 down to a tenth of the radius.
 */
final class SparseWalk implements Walk {
  private static final boolean[] NONE = {};
  private static final double SHRINKING = 1.5;
  private static final double SMALLEST = 10;
  private static final double SPARSER = .95;

  private final int window;
  private final double epsilon;
  private final double features;
  private int seen;
  private final double[] sizes;
  private final double[] shares;
  private final double[] changed;

  private SparseWalk(
      int window,
      double epsilon,
      double features,
      int seen,
      double[] sizes,
      double[] shares,
      double[] changed) {
    this.window = window;
    this.epsilon = epsilon;
    this.features = features;
    this.seen = seen;
    this.sizes = sizes;
    this.shares = shares;
    this.changed = changed;
  }

  static SparseWalk begin(int steps, double epsilon, Tensor start, boolean warm) {
    int n = start.rows();
    double features = start.count() / (double) Math.max(1, n);
    double[] sizes = new double[n];
    Arrays.fill(sizes, epsilon);
    double[] shares = new double[n];
    double[] changed = new double[n];
    if (warm) {
      changed = new L0().of(start).doubles();
      for (int row = 0; row < n; row++) {
        shares[row] = share(features, changed[row]);
      }
    } else {
      Arrays.fill(shares, .2);
      Arrays.fill(changed, features);
    }
    return new SparseWalk(
        Math.max((int) (.04 * steps), 1), epsilon, features, 0, sizes, shares, changed);
  }

  /** The share of features that a step moves, once so many are known to matter. */
  private static double share(double features, double changed) {
    return changed / features / 1.5;
  }

  @Override
  public Tensor next(int iteration, Tensor x, Tensor previous, Tensor gradient, Ball ball) {
    Tensor size = Layout.flatten(Elementwise.abs(gradient));
    long[] index = new long[shares.length];
    for (int row = 0; row < index.length; row++) {
      double place = (1 - shares[row]) * features;
      index[row] = (long) Math.min(Math.max(place, 0), features - 1);
    }
    Tensor smallest =
        Layout.gather(
            Reductions.sort(size, false).values(),
            Tensors.of(index, index.length, 1).to(x.device()));
    Tensor among = Elementwise.atLeast(size, smallest);
    Tensor signs = Elementwise.sign(Layout.flatten(gradient)).times(among.like(gradient));
    Tensor count = Reductions.sum(Elementwise.abs(signs), 1).plus(1e-10);
    Tensor length = Tensors.of(sizes, sizes.length).like(x).dividedBy(count);
    Tensor step = signs.times(Layout.reshape(length, -1, 1));
    return ball.project(x.plus(Layout.reshape(step, x.shape())));
  }

  @Override
  public boolean[] observe(double[] losses, double[] best, Supplier<Tensor> bestDelta) {
    seen++;
    if (seen < window) {
      return NONE;
    }
    seen = 0;
    double[] now = new L0().of(bestDelta.get()).doubles();
    boolean[] back = new boolean[now.length];
    for (int row = 0; row < now.length; row++) {
      back[row] = now[row] / changed[row] < SPARSER;
      shares[row] = share(features, now[row]);
      sizes[row] = back[row] ? epsilon : Math.max(sizes[row] / SHRINKING, epsilon / SMALLEST);
      changed[row] = now[row];
    }
    return back;
  }

  @Override
  public SparseWalk rows(int... rows) {
    return new SparseWalk(
        window,
        epsilon,
        features,
        seen,
        IntStream.of(rows).mapToDouble(row -> sizes[row]).toArray(),
        IntStream.of(rows).mapToDouble(row -> shares[row]).toArray(),
        IntStream.of(rows).mapToDouble(row -> changed[row]).toArray());
  }
}
