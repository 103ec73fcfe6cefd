package dev.redoubt.purify.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.Sampler;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.pipeline.WeakerView;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffusionTest {
  private static final InputSpec INPUT = InputSpec.image(1, 8, 8);
  private static final Draws DRAWS = new Draws(3, new long[] {5, 9}, "test");

  @TempDir private Path folder = Path.of("");

  private static Diffusion stage(double t, int steps, Sampler sampler) {
    return new Diffusion(Nets.unet(INPUT), "net", t, steps, sampler);
  }

  private static Tensor inputs() {
    return new Draws(1, new long[] {7, 8}, "x")
        .uniformLike(Tensors.zeros(DType.FLOAT32, 2, 1, 8, 8), 0, 1);
  }

  /** The derivative of a weighted sum of what something makes of the inputs. */
  private static double[] gradient(UnaryOperator<Tensor> purifier) {
    return Scope.value(
        () -> {
          Tensor x = Autograd.variable(inputs());
          Tensor weights = new Draws(2, new long[] {1, 2}, "w").gaussianLike(x);
          return Autograd.grad(Reductions.sum(purifier.apply(x).times(weights)), x).doubles();
        });
  }

  @Test
  void readsItsFileAndSaysWhatItIs() throws IOException {
    DiffusionBundle bundle = Nets.unet(INPUT);
    Path file = folder.resolve("net.safetensors");
    bundle.write(file);
    byte[] content = Files.readAllBytes(file);
    Diffusion read = Diffusion.read("net.safetensors", content, .1, 4, Sampler.DDPM, INPUT);

    assertThat(read.settings())
        .containsExactly(
            Map.entry("model", "net.safetensors, sha256 " + bundle.digest()),
            Map.entry("t", .1),
            Map.entry("steps", 4),
            Map.entry("sampler", "ddpm"));
    assertThat(read.takes()).isEqualTo(INPUT);
    assertThat(read.declares().random()).isTrue();
    assertThat(read.declares().backward()).isInstanceOf(Backward.Exact.class);
    Scope.run(
        () ->
            assertThat(read.apply(inputs(), DRAWS).floats())
                .isEqualTo(stage(.1, 4, Sampler.DDPM).apply(inputs(), DRAWS).floats()));
    assertThatThrownBy(
            () ->
                Diffusion.read(
                    "net.safetensors", content, .1, 4, Sampler.SDE, InputSpec.image(1, 28, 28)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("net.safetensors", "[1, 8, 8]", "[1, 28, 28]");
    assertThatThrownBy(
            () ->
                Diffusion.read(
                    "net.safetensors",
                    content,
                    .1,
                    4,
                    Sampler.SDE,
                    new InputSpec(List.of(1, 8, 8), -1, 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("[0.0, 1.0]", "[-1.0, 1.0]");
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    for (double t : new double[] {0, 1, -.1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> stage(t, 4, Sampler.SDE))
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("between 0 and 1", "" + t);
    }
    assertThatThrownBy(() -> stage(.1, 0, Sampler.SDE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> stage(.1, 101, Sampler.DDIM))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("101 steps", "100 steps");
  }

  @Test
  void isTheSameWhateverTheRangeOfPixels() {
    InputSpec bytes = new InputSpec(INPUT.shape(), 0, 255);
    Diffusion wide = new Diffusion(Nets.unet(bytes), "net", .2, 3, Sampler.SDE);
    Scope.run(
        () -> {
          float[] unit = stage(.2, 3, Sampler.SDE).apply(inputs(), DRAWS).floats();
          float[] found = wide.apply(inputs().times(255), DRAWS).dividedBy(255).floats();
          assertThat(found).containsExactly(unit, within(1e-5f));
        });
  }

  @Test
  void littleNoiseChangesLittleAndMuchChangesMuch() {
    Scope.run(
        () -> {
          double small = moved(stage(.01, 2, Sampler.DDIM));
          double large = moved(stage(.5, 2, Sampler.DDIM));
          assertThat(small).isLessThan(.1);
          assertThat(large).isGreaterThan(3 * small);
        });
  }

  private static double moved(Diffusion stage) {
    Tensor change = stage.apply(inputs(), DRAWS).minus(inputs());
    return Math.sqrt(Reductions.mean(change.times(change)).item());
  }

  @Test
  void weakerViewsAreTheIdentityAndFewerSteps() {
    Diffusion stage = stage(.2, 6, Sampler.SDE);
    List<WeakerView> views = stage.weaker();

    assertThat(views).extracting(WeakerView::name).containsExactly("bpda", "surrogate");
    assertThat(views.get(1).backward().words()).isEqualTo("the way back in 2 steps instead of 6");
    assertThat(gradient(x -> views.get(0).backward().substitute().apply(x, DRAWS)))
        .isEqualTo(gradient(x -> x));
    double[] surrogate = gradient(x -> views.get(1).backward().substitute().apply(x, DRAWS));
    double[] full = gradient(x -> stage.apply(x, DRAWS));
    assertThat(surrogate)
        .isEqualTo(gradient(x -> stage(.2, 2, Sampler.SDE).apply(x, DRAWS)))
        .isNotEqualTo(full);
    assertThat(stage(.2, 2, Sampler.SDE).weaker())
        .extracting(WeakerView::name)
        .containsExactly("bpda");
  }
}
