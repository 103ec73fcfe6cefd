package dev.redoubt.attack.square;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Plane;
import dev.redoubt.tensor.RandomStream;
import org.junit.jupiter.api.Test;

class WindowTest {
  /**
   * The statistic of Pearson's test has mean k - 1 and variance 2·(k - 1) for k equally likely
   * places: the bound is five standard deviations above the mean.
   */
  @Test
  void placesAreUniformUpToTheLastRowAndColumn() {
    Plane plane = new Plane(1, 9, 12);
    Extent extent = new Extent(4, 5);
    int down = 9 - 4 + 1;
    int across = 12 - 5 + 1;
    int[] counts = new int[down * across];
    RandomStream stream = RandomStream.of(1, 2, "windows");
    int draws = 200 * counts.length;
    for (int i = 0; i < draws; i++) {
      Window window = Window.draw(stream, plane, extent);
      assertThat(window.extent()).isEqualTo(extent);
      counts[window.top() * across + window.left()]++;
    }
    double statistic = 0;
    for (int count : counts) {
      statistic += (count - 200.0) * (count - 200.0) / 200;
    }
    int freedom = counts.length - 1;
    assertThat(statistic).isLessThan(freedom + 5 * Math.sqrt(2.0 * freedom));
    assertThat(counts[counts.length - 1]).isPositive();
  }

  @Test
  void onlyItsOwnValuesAreCopiedInEveryChannel() {
    Plane plane = new Plane(2, 3, 4);
    float[] from = new float[30];
    for (int i = 0; i < 30; i++) {
      from[i] = i;
    }
    float[] to = new float[24];
    new Window(1, 2, new Extent(2, 1)).copy(plane, from, 6, to, 0);
    float[] expected = new float[24];
    for (int place : new int[] {6, 10, 18, 22}) {
      expected[place] = place + 6;
    }
    assertThat(to).containsExactly(expected);
  }
}
