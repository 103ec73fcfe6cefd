package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.InputDomain;
import java.util.Arrays;
import java.util.List;

/**
 * Under L2 and L1 the budget is gathered in patterns {@link Eta} (Andriushchenko et al. 2020,
 * section 3.3 and algorithm 3; for L1 Croce and Hein 2021, "Mind the box"). The start is {@link
 * Patterns#tiles}.
 *
 * <p>A change draws two windows. The first receives {@code ±η + ν/‖ν‖} in each channel, where ν is
 * the perturbation that it has there; the second returns to the clean values. In each channel the
 * first window receives the mass that both had together, and an equal part of what the whole image
 * has left. So the perturbation then has the budget's norm exactly, before what lies outside of the
 * box is cut off, and nothing outside of the windows has to be rescaled. Under L1 it may receive
 * more ({@link Mass#received}); then the whole perturbation is projected onto the ball and the box.
 */
final class EtaPatch implements Patch {
  /** A mass that can only be the rounding of two opposites. */
  private static final double CANCELLED = 1e-9;

  private final Mass mass;
  private final Plane plane;
  private final double radius;
  private final InputDomain domain;
  private final Patterns patterns;
  private final boolean overspends;
  private final double[] sizes;
  private final double[] rooms;

  /** Perturbations of norm {@code radius}. */
  EtaPatch(Mass mass, Plane plane, double radius, InputDomain domain) {
    this.mass = mass;
    this.plane = plane;
    this.radius = radius;
    this.domain = domain;
    patterns = new Patterns(mass);
    overspends = mass.received(1, plane.channels()) > 1;
    sizes = new double[plane.features()];
    rooms = new double[plane.features()];
  }

  @Override
  public Extent extent(double share) {
    return Extent.odd(plane, share);
  }

  /** Tiles of a norm as large as the box is wide, or larger if they left budget unspent. */
  @Override
  public void start(float[] image, RandomStream stream) {
    double[] tiles = patterns.tiles(plane, stream);
    double scale = Math.max(domain.high() - domain.low(), radius / mass.norm(total(tiles)));
    for (int i = 0; i < image.length; i++) {
      image[i] += (float) (tiles[i] * scale);
    }
  }

  @Override
  public double spent(Row row) {
    double spent = 0;
    for (int i = 0; i < plane.features(); i++) {
      spent += mass.of(row.change(i));
    }
    return spent;
  }

  @Override
  public void change(Row row, Extent extent, float[] image, int offset) {
    Window receiver = Window.draw(row.stream(), plane, extent);
    Window donor = Window.draw(row.stream(), plane, extent);
    double[] pattern = patterns.draw(extent, row.stream());
    // Negative if rounding has spent too much, which is so taken back.
    double left = (mass.of(radius) - row.spent()) / plane.channels();
    double[][] wished = new double[plane.channels()][];
    double outside = row.spent();
    double inside = 0;
    for (int channel = 0; channel < plane.channels(); channel++) {
      double had = massIn(receiver, row, channel);
      double both = had + massOutside(receiver, donor, row, channel);
      double received = mass.received(Math.max(0, both + left), plane.channels());
      wished[channel] = mixed(row, channel, receiver, pattern, had, received);
      outside -= both;
      inside += received;
    }
    donor.copy(plane, row.clean(), 0, image, offset);
    if (overspends && outside + inside > mass.of(radius)) {
      project(row, receiver, wished, image, offset);
    } else {
      double written = cut(row, receiver, wished, image, offset);
      row.asks(outside + written, List.of(receiver, donor));
    }
  }

  /** {@code ±η + ν/‖ν‖} with the given mass; ±η alone where there is no ν or it is the opposite. */
  private double[] mixed(
      Row row, int channel, Window window, double[] pattern, double had, double received) {
    int sign = Patterns.sign(row.stream());
    double scale = had > 0 ? 1 / mass.norm(had) : 0;
    double[] mixed = new double[pattern.length];
    Arrays.setAll(
        mixed, k -> sign * pattern[k] + scale * row.change(window.index(plane, channel, k)));
    double total = total(mixed);
    if (total < CANCELLED) {
      Arrays.setAll(mixed, k -> sign * pattern[k]);
      total = 1;
    }
    double factor = mass.norm(received / total);
    for (int k = 0; k < mixed.length; k++) {
      mixed[k] *= factor;
    }
    return mixed;
  }

  /**
   * Writes a window's perturbation as far as the box lets it; returns the mass that it has then.
   */
  private double cut(Row row, Window window, double[][] wished, float[] image, int offset) {
    double written = 0;
    for (int channel = 0; channel < plane.channels(); channel++) {
      for (int k = 0; k < wished[channel].length; k++) {
        int index = window.index(plane, channel, k);
        double clean = row.clean()[index];
        double wish = clean + wished[channel][k];
        float value = (float) Math.max(domain.low(), Math.min(domain.high(), wish));
        image[offset + index] = value;
        written += mass.of(value - clean);
      }
    }
    return written;
  }

  /** Writes the feasible perturbation that is nearest to the image's with this one in a window. */
  private void project(Row row, Window window, double[][] wished, float[] image, int offset) {
    double[] delta = new double[plane.features()];
    Arrays.setAll(delta, i -> (double) image[offset + i] - row.clean()[i]);
    for (int channel = 0; channel < plane.channels(); channel++) {
      for (int k = 0; k < wished[channel].length; k++) {
        delta[window.index(plane, channel, k)] = wished[channel][k];
      }
    }
    int count = 0;
    for (int i = 0; i < delta.length; i++) {
      if (delta[i] != 0) {
        sizes[count] = Math.abs(delta[i]);
        rooms[count++] = room(row, i, delta[i]);
      }
    }
    double threshold = Shrinkage.threshold(sizes, rooms, count, radius);
    double written = 0;
    for (int i = 0; i < delta.length; i++) {
      double size = Math.max(0, Math.abs(delta[i]) - threshold);
      double clean = row.clean()[i];
      double move = Math.signum(delta[i]) * Math.min(size, room(row, i, delta[i]));
      image[offset + i] = (float) (clean + move);
      written += mass.of(image[offset + i] - clean);
    }
    Extent all = new Extent(plane.height(), plane.width());
    row.asks(written, List.of(new Window(0, 0, all)));
  }

  private double room(Row row, int index, double direction) {
    double clean = row.clean()[index];
    return Math.max(0, direction > 0 ? domain.high() - clean : clean - domain.low());
  }

  private double massIn(Window window, Row row, int channel) {
    double sum = 0;
    for (int k = 0; k < window.extent().places(); k++) {
      sum += mass.of(row.change(window.index(plane, channel, k)));
    }
    return sum;
  }

  /** The mass in {@code other} that does not lie in {@code window}, too. */
  private double massOutside(Window window, Window other, Row row, int channel) {
    double sum = 0;
    int width = other.extent().width();
    for (int k = 0; k < other.extent().places(); k++) {
      if (!window.holds(other.top() + k / width, other.left() + k % width)) {
        sum += mass.of(row.change(other.index(plane, channel, k)));
      }
    }
    return sum;
  }

  private double total(double[] changes) {
    double total = 0;
    for (double change : changes) {
      total += mass.of(change);
    }
    return total;
  }
}
