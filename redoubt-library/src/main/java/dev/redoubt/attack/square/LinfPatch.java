package dev.redoubt.attack.square;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.InputDomain;
import java.util.List;

/**
 * Under Linf every value is moved by the whole budget, up or down, as far as the box lets it. The
 * start is vertical stripes: a sign for each channel and column. A change gives a window of each
 * channel one sign (Andriushchenko et al. 2020, algorithm 2).
 */
record LinfPatch(Plane plane, double radius, InputDomain domain) implements Patch {
  @Override
  public Extent extent(double share) {
    return Extent.covering(plane, share);
  }

  @Override
  public void start(float[] image, RandomStream stream) {
    for (int channel = 0; channel < plane.channels(); channel++) {
      for (int column = 0; column < plane.width(); column++) {
        double move = Patterns.sign(stream) * radius;
        for (int row = 0; row < plane.height(); row++) {
          image[plane.index(channel, row, column)] += (float) move;
        }
      }
    }
  }

  @Override
  public double spent(Row row) {
    return 0;
  }

  @Override
  public void change(Row row, Extent extent, float[] image, int offset) {
    Window window = Window.draw(row.stream(), plane, extent);
    float[] clean = row.clean();
    for (int channel = 0; channel < plane.channels(); channel++) {
      double move = Patterns.sign(row.stream()) * radius;
      for (int y = window.top(); y < window.top() + extent.height(); y++) {
        int first = plane.index(channel, y, window.left());
        for (int i = first; i < first + extent.width(); i++) {
          image[offset + i] =
              (float) Math.max(domain.low(), Math.min(domain.high(), clean[i] + move));
        }
      }
    }
    row.asks(0, List.of(window));
  }
}
