package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Networks that imitate stages whose derivative is known. */
final class LearnedSurrogateTest {
  private static final int SIDE = 10;
  private static final InputSpec IMAGE = new InputSpec(List.of(1, SIDE, SIDE), -1, 1);
  private static final Imitation SETTINGS = new Imitation(0.2, 300, 32, 5e-3, 16, 4);

  /** A mean over 3×3 pixels. */
  private record Blur(InputSpec takes) implements Purifier {
    @Override
    public String name() {
      return "blur";
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return Neural.avgPool2d(
          x, new long[] {3, 3}, new long[] {1, 1}, new long[] {1, 1}, false, true);
    }

    @Override
    public Declaration declares() {
      return Declaration.OPAQUE;
    }
  }

  /** Smooth images: a wave of random direction, length and phase in each. */
  private static FloatDataset waves(int count) {
    float[] values = new float[count * SIDE * SIDE];
    for (int n = 0; n < count; n++) {
      RandomStream stream = RandomStream.of(2, n, "wave");
      double a = 2 * stream.uniform() - 1;
      double b = 2 * stream.uniform() - 1;
      double phase = 6.28 * stream.uniform();
      for (int i = 0; i < SIDE * SIDE; i++) {
        int row = i / SIDE;
        int column = i % SIDE;
        values[n * SIDE * SIDE + i] = (float) (0.9 * Math.sin(a * row + b * column + phase));
      }
    }
    return FloatDataset.of(
        new DatasetInfo("waves", "train", IMAGE, List.of("wave", "none")), new int[count], values);
  }

  /** Between the gradients of the same random sum of what two functions give. */
  private static double cosine(
      UnaryOperator<Tensor> one, UnaryOperator<Tensor> other, float[] at, long... shape) {
    double[] coefficients = new double[at.length];
    RandomStream stream = RandomStream.of(1, -1, "coefficients");
    Arrays.setAll(coefficients, i -> stream.gaussian());
    double[] a = gradient(one, coefficients, at, shape);
    double[] b = gradient(other, coefficients, at, shape);
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
    }
    return product / (length(a) * length(b));
  }

  private static double[] gradient(
      UnaryOperator<Tensor> function, double[] coefficients, float[] at, long... shape) {
    return Scope.value(
        () -> {
          Tensor leaf = Autograd.variable(Tensors.of(at, shape));
          Tensor value = FiniteDifferences.weighted(function.apply(leaf), coefficients);
          return Autograd.grad(value, leaf).doubles();
        });
  }

  private static double length(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }

  private static float[] first(FloatDataset images, int count) {
    float[] values = new float[count * images.input().features()];
    for (int i = 0; i < count; i++) {
      images.read(i, values, i * images.input().features());
    }
    return values;
  }

  @Test
  void aFilterIsImitatedSoWellThatGradientsAgree() {
    FloatDataset images = waves(200);
    Blur blur = new Blur(IMAGE);
    LearnedSurrogate learned = LearnedSurrogate.of(blur, images, SETTINGS, Device.CPU);
    assertThat(learned.fit().identity()).isGreaterThan(1e-3);
    assertThat(learned.fit().relative()).isLessThan(0.1);
    float[] at = first(images, 6);
    double agreement =
        cosine(
            x -> blur.apply(x, Draws.NONE),
            x -> learned.apply(x, Draws.NONE),
            at,
            6,
            1,
            SIDE,
            SIDE);
    double identity = cosine(x -> blur.apply(x, Draws.NONE), x -> x.times(1), at, 6, 1, SIDE, SIDE);
    assertThat(agreement).isGreaterThan(0.9);
    assertThat(identity).isLessThan(0.5);
  }

  @Test
  void ofRoundingTheIdentityIsLearned() {
    FloatDataset images = waves(200);
    LearnedSurrogate learned =
        LearnedSurrogate.of(new BitDepth(3, IMAGE), images, SETTINGS, Device.CPU);
    double agreement =
        cosine(
            x -> x.times(1), x -> learned.apply(x, Draws.NONE), first(images, 6), 6, 1, SIDE, SIDE);
    assertThat(agreement).isGreaterThan(0.9);
    assertThat(learned.fit().relative()).isBetween(0.5, 1.1);
  }

  /** The mean of 2x + noise is 2x; inputs that are no images have full layers. */
  @Test
  void ofARandomStageTheMeanIsLearned() {
    InputSpec flat = new InputSpec(List.of(4), 0, 1);
    float[] values = new float[4 * 400];
    RandomStream.of(3, -1, "tables").fillUniform(values, 0, values.length, 0, 1);
    FloatDataset tables =
        FloatDataset.of(
            new DatasetInfo("tables", "train", flat, List.of("a", "b")), new int[400], values);
    Purifier doubled =
        new Purifier() {
          @Override
          public String name() {
            return "doubled";
          }

          @Override
          public InputSpec takes() {
            return flat;
          }

          @Override
          public Tensor apply(Tensor x, Draws draws) {
            return x.times(2).plus(0.3, draws.gaussianLike(x));
          }

          @Override
          public Declaration declares() {
            return new Declaration(new Declaration.Backward.None(), true);
          }
        };
    LearnedSurrogate learned = LearnedSurrogate.of(doubled, tables, SETTINGS, Device.CPU);
    double[] gradient =
        gradient(
            x -> learned.apply(x, Draws.NONE),
            new double[] {1, 1, 1, 1},
            new float[] {0.5f, 0.4f, 0.6f, 0.5f},
            1,
            4);
    for (double slope : gradient) {
      assertThat(slope).isBetween(1.6, 2.4);
    }
    // The noise has the variance .09 and cannot be foreseen; (2x - x)² has the mean 1/3.
    assertThat(learned.fit().learned()).isBetween(0.08, 0.12);
    assertThat(learned.fit().relative()).isBetween(0.18, 0.3);
  }

  @Test
  void theSameSeedGivesTheSameSurrogateAndAnotherOneAnother() {
    FloatDataset images = waves(30);
    Imitation few = new Imitation(0.1, 12, 8, 1e-3, 4, 1);
    Imitation other = new Imitation(0.1, 12, 8, 1e-3, 4, 2);
    float[] at = first(images, 2);
    float[] once = imitated(images, few, at);
    assertThat(imitated(images, few, at)).containsExactly(once);
    assertThat(imitated(images, other, at)).isNotEqualTo(once);
  }

  private static float[] imitated(FloatDataset images, Imitation settings, float[] at) {
    LearnedSurrogate learned = LearnedSurrogate.of(new Blur(IMAGE), images, settings, Device.CPU);
    return Scope.value(() -> learned.apply(Tensors.of(at, 2, 1, SIDE, SIDE), Draws.NONE).floats());
  }

  @Test
  void theStageItselfStaysAndDeclaresTheImitation() {
    FloatDataset images = waves(10);
    Blur blur = new Blur(IMAGE);
    LearnedSurrogate learned =
        LearnedSurrogate.of(blur, images, new Imitation(0.1, 2, 4, 1e-3, 4, 1), Device.CPU);
    Purifier stage = learned.stage();
    assertThat(stage.declares().backward())
        .isEqualTo(new Declaration.Backward.Surrogate("a learned imitation", learned));
    assertThat(stage.declares().random()).isFalse();
    assertThat(stage.name()).isEqualTo("blur");
    assertThat(stage.settings()).containsEntry("imitation_error", learned.fit().relative());
    float[] at = first(images, 2);
    Scope.run(
        () -> {
          Tensor x = Tensors.of(at, 2, 1, SIDE, SIDE);
          assertThat(stage.apply(x, Draws.NONE).floats())
              .containsExactly(blur.apply(x, Draws.NONE).floats());
        });
  }

  @Test
  void whatDoesNotFitIsRefused() {
    FloatDataset images = waves(3);
    assertThatThrownBy(
            () -> LearnedSurrogate.of(new Thermometer(4, IMAGE), images, SETTINGS, Device.CPU))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "thermometer turns the shape [1, 10, 10] into [4, 10, 10]; a learned surrogate wants a stage that keeps shapes");
    assertThatThrownBy(
            () ->
                LearnedSurrogate.of(
                    new Blur(InputSpec.image(1, SIDE, SIDE)), images, SETTINGS, Device.CPU))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("but the samples of dataset waves are");
    assertThatThrownBy(() -> LearnedSurrogate.of(new Blur(IMAGE), waves(1), SETTINGS, Device.CPU))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a learned surrogate wants at least 2 images, not 1");
    assertThatThrownBy(() -> new Imitation(-1, 1, 1, 1, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("epsilon");
    assertThatThrownBy(() -> new Imitation(0, 0, 1, 1, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 1 step");
    assertThatThrownBy(() -> new Imitation(0, 1, 1, Double.NaN, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("learning rate");
  }
}
