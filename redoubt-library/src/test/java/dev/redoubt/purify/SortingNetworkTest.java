package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SortingNetworkTest {
  private static int[] exchanged(int[] values, List<SortingNetwork.Exchange> exchanges) {
    int[] sorted = values.clone();
    for (SortingNetwork.Exchange exchange : exchanges) {
      int one = sorted[exchange.low()];
      int other = sorted[exchange.high()];
      sorted[exchange.low()] = Math.min(one, other);
      sorted[exchange.high()] = Math.max(one, other);
    }
    return sorted;
  }

  /** A network that sorts all zeros and ones sorts everything (Knuth, volume 3, theorem Z). */
  @Test
  void allZerosAndOnesAreSorted() {
    for (int n = 1; n <= 12; n++) {
      for (int pattern = 0; pattern < 1 << n; pattern++) {
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
          values[i] = pattern >> i & 1;
        }
        int[] expected = values.clone();
        Arrays.sort(expected);
        assertThat(exchanged(values, SortingNetwork.sorting(n))).isEqualTo(expected);
        for (int rank = 0; rank < n; rank += 3) {
          assertThat(exchanged(values, SortingNetwork.selecting(rank, n))[rank])
              .isEqualTo(expected[rank]);
        }
      }
    }
  }

  @Test
  void selectingTakesFewerExchanges() {
    assertThat(SortingNetwork.selecting(4, 9)).hasSizeLessThan(SortingNetwork.sorting(9).size());
  }
}
