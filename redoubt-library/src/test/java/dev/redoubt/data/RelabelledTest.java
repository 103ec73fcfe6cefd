package dev.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelabelledTest {
  private static final List<String> TWO = List.of("a", "b");
  private static final Dataset BASE =
      DatasetView.select(
          FloatDataset.of(
              new DatasetInfo("d", "test", new InputSpec(List.of(1), 0, 1), List.of("a", "b")),
              new int[] {0, 1, 0},
              new float[] {.1f, .2f, .3f}),
          2,
          1);

  @Test
  void onlyTheLabelsDiffer() {
    Dataset other = new Relabelled(BASE, TWO, 1, 1);
    float[] value = new float[1];
    other.read(0, value, 0);

    assertThat(value).containsExactly(.3f);
    assertThat(other.id(0)).isEqualTo(2);
    assertThat(List.of(other.label(0), other.label(1))).containsExactly(1, 1);
    assertThat(other.digest())
        .isNotEqualTo(BASE.digest())
        .isEqualTo(new Relabelled(BASE, TWO, 1, 1).digest());
    assertThat(new Relabelled(BASE, TWO, 0, 1).digest()).isEqualTo(BASE.digest());
  }

  @Test
  void labelsThatDontFitAreRefused() {
    assertThatThrownBy(() -> new Relabelled(BASE, TWO, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 labels for 2 samples");
    assertThatThrownBy(() -> new Relabelled(BASE, TWO, 1, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("label 2 of d is none of 2 classes");
  }
}
