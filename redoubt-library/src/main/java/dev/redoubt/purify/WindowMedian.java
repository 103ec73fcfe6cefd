package dev.redoubt.purify;

import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Medians of windows, and where they come from. Each place of the window is a copy of the image,
 * shifted; the copies are put in order against each other.
 *
 * @param size of the square windows
 */
record WindowMedian(int size) {
  /** As many values of windows are looked at in one go, so that memory does not grow with them. */
  private static final long AT_ONCE = 1 << 21;

  /** A place of the window, seen from the pixel that it is for. */
  private record Shift(int down, int across) {}

  /** The medians, {@code [n, channels, height, width]} as {@code x}. */
  Tensor values(Tensor x) {
    return inParts(x, this::median);
  }

  /**
   * Where in its image each median stands, counted row by row: int64, in the shape of {@code x}.
   */
  Tensor places(Tensor x) {
    return inParts(x, part -> nearest(part, median(part)));
  }

  private Tensor inParts(Tensor x, UnaryOperator<Tensor> part) {
    long window = Math.max(1, x.count() / Math.max(1, x.rows()) * size * size);
    long rows = Math.max(1, AT_ONCE / window);
    List<Tensor> parts = new ArrayList<>();
    for (long from = 0; from == 0 || from < x.rows(); from += rows) {
      Tensor some = Layout.slice(x, 0, from, Math.min(from + rows, x.rows()), 1);
      parts.add(Scope.tensors(() -> part.apply(some)));
    }
    return Layout.concat(parts, 0);
  }

  private Tensor median(Tensor x) {
    Windows windows = windows(x);
    Tensor[] sorted =
        shifts().stream().map(s -> windows.at(s.down, s.across)).toArray(Tensor[]::new);
    int rank = (sorted.length - 1) / 2;
    for (SortingNetwork.Exchange exchange : SortingNetwork.selecting(rank, sorted.length)) {
      Tensor one = sorted[exchange.low()];
      Tensor other = sorted[exchange.high()];
      sorted[exchange.low()] = Elementwise.minimum(one, other);
      sorted[exchange.high()] = Elementwise.maximum(one, other);
      one.close();
      other.close();
    }
    return sorted[rank];
  }

  /** Of the pixels with the given values, the nearest in each window. */
  private Tensor nearest(Tensor x, Tensor values) {
    Windows windows = windows(x);
    long[] order = LongStream.range(0, x.size(2) * x.size(3)).toArray();
    Tensor own = Tensors.of(order, 1, 1, x.size(2), x.size(3)).to(x.device());
    Windows origins = windows(own);
    Tensor places = Layout.expand(own, x.shape());
    for (Shift shift : shifts()) {
      Tensor equal = Comparison.equal(windows.at(shift.down, shift.across), values);
      Tensor farther = places;
      places = Elementwise.where(equal, origins.at(shift.down, shift.across), farther);
      equal.close();
      farther.close();
    }
    return places;
  }

  /** All places of a window, the farthest from the pixel first. */
  private List<Shift> shifts() {
    List<Shift> shifts = new ArrayList<>();
    for (int down = -before(); down < size - before(); down++) {
      for (int across = -before(); across < size - before(); across++) {
        shifts.add(new Shift(down, across));
      }
    }
    Comparator<Shift> distance =
        Comparator.comparingInt(s -> s.down * s.down + s.across * s.across);
    shifts.sort(distance.reversed());
    return shifts;
  }

  private int before() {
    return size / 2;
  }

  private Windows windows(Tensor x) {
    return new Windows(x, before(), size - 1 - before());
  }
}
