package dev.redoubt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an image to one of the same size, whatever that is. */
class DenoisingAutoencoderTest {
  private static final DenoisingAutoencoder SMALL = new DenoisingAutoencoder(4);

  private static Network network(int channels, int height, int width) {
    return Network.create(SMALL.graph(List.of(channels, height, width), 0, 1), 3);
  }

  private static Tensor images(long... shape) {
    Draws draws = new Draws(1, new long[] {0, 1, 2}, "images");
    return draws.uniformLike(Tensors.zeros(DType.FLOAT32, shape), 0, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 28, 28",
    "3, 32, 32",
    "1, 30, 30",
    "3, 29, 31",
    "2, 31, 34",
    "1, 4, 4",
    "1, 5, 7",
    "3, 6, 9"
  })
  void keepsTheShape(int channels, int height, int width) {
    long[] shape =
        Scope.value(
            () ->
                network(channels, height, width)
                    .forward(images(3, channels, height, width), Mode.EVAL)
                    .shape());

    assertThat(shape).containsExactly(3, channels, height, width);
  }

  @Test
  void startsNearItsInput() {
    Scope.run(
        () -> {
          Tensor x = images(3, 3, 32, 32);
          float[] change = network(3, 32, 32).forward(x, Mode.EVAL).minus(x).floats();

          assertThat(change).isNotEqualTo(new float[change.length]);
          for (float value : change) {
            assertThat(value).isBetween(-.5f, .5f);
          }
        });
  }

  /** With the same weights, pixels in another range give the same picture in that range. */
  @Test
  void rangeIsAUnit() {
    Network unit = network(1, 9, 9);
    Network bytes = Network.of(SMALL.graph(List.of(1, 9, 9), -50, 200), unit.values());
    Scope.run(
        () -> {
          Tensor x = images(3, 1, 9, 9);
          float[] one = unit.forward(x, Mode.EVAL).floats();
          float[] other = bytes.forward(x.times(250).minus(50), Mode.EVAL).floats();
          for (int i = 0; i < one.length; i++) {
            assertThat((other[i] + 50) / 250).isCloseTo(one[i], within(1e-5f));
          }
        });
  }

  @Test
  void rowsDoNotKnowEachOther() {
    Network network = network(3, 8, 8);
    Scope.run(
        () -> {
          Tensor x = images(3, 3, 8, 8);
          float[] alone = network.forward(Layout.row(x, 1), Mode.TRAIN).floats();
          float[] among = Layout.row(network.forward(x, Mode.TRAIN), 1).floats();

          assertThat(among).containsExactly(alone, within(1e-6f));
        });
  }

  @Test
  void whatIsNoImageIsRefused() {
    for (List<Integer> shape : List.of(List.of(57), List.of(1, 3, 28), List.of(28, 28))) {
      assertThatThrownBy(() -> SMALL.graph(shape, 0, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("autoencoder:4")
          .hasMessageContaining(shape.toString());
    }
    for (int width : new int[] {0, -1, 2000}) {
      assertThatThrownBy(() -> new DenoisingAutoencoder(width))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("width " + width);
    }
  }
}
