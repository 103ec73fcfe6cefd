package dev.redoubt.purify;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/** Non-local means of one batch: one shift of the whole batch after another. */
final class PatchMeans {
  private static final long[] CHANNELS = {1};

  private final Tensor x;
  private final int search;
  private final int patch;
  private final double strength;
  private final Windows windows;
  private final Tensor own;

  /**
   * For {@code x}, {@code [n, channels, height, width]}; the rest as {@link NonLocalMeans} has it.
   */
  PatchMeans(Tensor x, int search, int patch, double strength) {
    this.x = x;
    this.search = search;
    this.patch = patch;
    this.strength = strength;
    this.windows = new Windows(x, search / 2 + patch / 2);
    this.own = windows.at(0, 0, patch / 2);
  }

  /**
   * What has been added up.
   *
   * @param values in the shape of the batch
   * @param weights {@code [n, 1, height, width]}
   */
  private record Sums(Tensor values, Tensor weights) implements TensorGroup {
    Sums plus(Tensor value, Tensor weight) {
      return new Sums(values.plus(value.times(weight)), weights.plus(weight));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(values);
      action.accept(weights);
    }
  }

  /** The means, in the shape of the batch. */
  Tensor means() {
    Tensor zeros = Tensors.zerosLike(x.detached());
    Sums none = new Sums(zeros, Layout.columns(zeros, 0, 1));
    Sums all = Scope.loop(none, search * search, sums -> false, this::next);
    return all.values.dividedBy(all.weights);
  }

  private Sums next(int place, Sums sums) {
    int down = place / search - search / 2;
    int across = place % search - search / 2;
    return sums.plus(windows.at(down, across, 0), weight(down, across));
  }

  private Tensor weight(int down, int across) {
    Tensor off = own.minus(windows.at(down, across, patch / 2));
    Tensor squares = Reductions.mean(off.times(off), CHANNELS, true);
    long[] window = {patch, patch};
    long[] each = {1, 1};
    Tensor distance = Neural.avgPool2d(squares, window, each, new long[] {0, 0}, false, false);
    return Elementwise.exp(distance.times(-1 / (strength * strength)));
  }
}
