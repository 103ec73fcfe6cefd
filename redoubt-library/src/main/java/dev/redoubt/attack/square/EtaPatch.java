package dev.redoubt.attack.square;

import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.InputDomain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Under L2 and L1 the budget is gathered in patterns {@link Eta} (Andriushchenko et al. 2020,
 * section 3.3 and algorithm 3; for L1 Croce and Hein 2021, "Mind the box").
 *
 * <p>The start is 5 × 5 tiles, each with a pattern of its own that lies or stands, and a sign for
 * each channel. Tiles have a fifth of the image's height and width, but at least one place; where
 * the image has fewer than five rows or columns, there are so many.
 *
 * <p>A change draws two windows. The first receives {@code ±η + ν/‖ν‖} in each channel, where ν is
 * the perturbation that it has there; the second returns to the clean values. In each channel the
 * first window gets the mass that both had together, and an equal part of what the whole image has
 * left. So the perturbation then has the budget's norm exactly, before what lies outside of the box
 * is cut off, and nothing has to be rescaled outside of the windows. For the same reason the
 * projection onto the L1 ball and the box cuts off and does nothing else.
 */
final class EtaPatch implements Patch {
  private static final int TILES = 5;

  /** A mass that can only be the rounding of two opposites. */
  private static final double CANCELLED = 1e-9;

  private final Mass mass;
  private final Plane plane;
  private final double radius;
  private final InputDomain domain;
  private final Map<Extent, double[][]> patterns = new HashMap<>();

  /**
   * @param radius the norm of the perturbations
   */
  EtaPatch(Mass mass, Plane plane, double radius, InputDomain domain) {
    this.mass = mass;
    this.plane = plane;
    this.radius = radius;
    this.domain = domain;
  }

  @Override
  public Extent extent(double share) {
    return Extent.odd(plane, share);
  }

  /** Tiles of a norm as large as the box is wide, or larger if they left budget unspent. */
  @Override
  public void start(float[] image, RandomStream stream) {
    double[] tiles = tiles(stream);
    double total = 0;
    for (double value : tiles) {
      total += mass.of(value);
    }
    double scale = Math.max(domain.high() - domain.low(), radius / mass.norm(total));
    for (int i = 0; i < image.length; i++) {
      image[i] += (float) (tiles[i] * scale);
    }
  }

  private double[] tiles(RandomStream stream) {
    Extent tile =
        new Extent(Math.max(1, plane.height() / TILES), Math.max(1, plane.width() / TILES));
    int down = Math.min(TILES, plane.height());
    int across = Math.min(TILES, plane.width());
    int top = (plane.height() - down * tile.height()) / 2;
    int left = (plane.width() - across * tile.width()) / 2;
    double[] tiles = new double[plane.features()];
    for (int i = 0; i < down * across; i++) {
      int row = top + i / across * tile.height();
      int column = left + i % across * tile.width();
      double[] pattern = pattern(tile, stream);
      for (int channel = 0; channel < plane.channels(); channel++) {
        int sign = sign(stream);
        for (int k = 0; k < pattern.length; k++) {
          tiles[plane.index(channel, row + k / tile.width(), column + k % tile.width())] =
              sign * pattern[k];
        }
      }
    }
    return tiles;
  }

  @Override
  public double spent(Row row) {
    double spent = 0;
    for (int i = 0; i < row.clean().length; i++) {
      spent += mass.of(row.change(i));
    }
    return spent;
  }

  @Override
  public void change(Row row, Extent extent, float[] image, int offset) {
    Window receiver = Window.draw(row.stream(), plane, extent);
    Window donor = Window.draw(row.stream(), plane, extent);
    double[] pattern = pattern(extent, row.stream());
    double left = Math.max(0, mass.of(radius) - row.spent()) / plane.channels();
    donor.copy(plane, row.clean(), 0, image, offset);
    double spent = row.spent();
    for (int channel = 0; channel < plane.channels(); channel++) {
      double had = massIn(receiver, row, channel);
      double both = had + massOutside(receiver, donor, row, channel);
      double[] wished = mixed(row, channel, receiver, pattern, sign(row.stream()), had);
      double now = write(wished, both + left, row, channel, receiver, image, offset);
      spent += now - both;
    }
    row.asks(spent, List.of(receiver, donor));
  }

  /** {@code ±η + ν/‖ν‖}, or ±η alone where there is no ν or it is the opposite. */
  private double[] mixed(
      Row row, int channel, Window window, double[] pattern, int sign, double had) {
    double[] mixed = new double[pattern.length];
    double scale = had > 0 ? 1 / mass.norm(had) : 0;
    int width = window.extent().width();
    double total = 0;
    for (int k = 0; k < mixed.length; k++) {
      int index = plane.index(channel, window.top() + k / width, window.left() + k % width);
      mixed[k] = sign * pattern[k] + scale * row.change(index);
      total += mass.of(mixed[k]);
    }
    if (total < CANCELLED) {
      Arrays.setAll(mixed, k -> sign * pattern[k]);
    }
    return mixed;
  }

  /** Gives a window a perturbation of the given direction and mass; returns what the box leaves. */
  private double write(
      double[] wished,
      double budget,
      Row row,
      int channel,
      Window window,
      float[] image,
      int offset) {
    double total = 0;
    for (double value : wished) {
      total += mass.of(value);
    }
    double scale = mass.norm(budget / total);
    int width = window.extent().width();
    double written = 0;
    for (int k = 0; k < wished.length; k++) {
      int index = plane.index(channel, window.top() + k / width, window.left() + k % width);
      double wish = row.clean()[index] + wished[k] * scale;
      float value = (float) Math.max(domain.low(), Math.min(domain.high(), wish));
      image[offset + index] = value;
      written += mass.of((double) value - row.clean()[index]);
    }
    return written;
  }

  private double massIn(Window window, Row row, int channel) {
    double sum = 0;
    for (int y = window.top(); y < window.top() + window.extent().height(); y++) {
      int first = plane.index(channel, y, window.left());
      for (int i = first; i < first + window.extent().width(); i++) {
        sum += mass.of(row.change(i));
      }
    }
    return sum;
  }

  /** The mass in {@code other} that does not lie in {@code window}, too. */
  private double massOutside(Window window, Window other, Row row, int channel) {
    double sum = 0;
    for (int y = other.top(); y < other.top() + other.extent().height(); y++) {
      for (int x = other.left(); x < other.left() + other.extent().width(); x++) {
        if (!window.holds(y, x)) {
          sum += mass.of(row.change(plane.index(channel, y, x)));
        }
      }
    }
    return sum;
  }

  private double[] pattern(Extent extent, RandomStream stream) {
    double[][] both =
        patterns.computeIfAbsent(
            extent, e -> new double[][] {Eta.of(mass, e, false), Eta.of(mass, e, true)});
    return both[stream.below(2)];
  }

  private static int sign(RandomStream stream) {
    return stream.below(2) == 0 ? -1 : 1;
  }
}
