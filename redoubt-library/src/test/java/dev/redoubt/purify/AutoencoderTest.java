package dev.redoubt.purify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Denoiser;
import dev.redoubt.certify.smoothing.Denoising;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.RandomNormal;
import dev.redoubt.pipeline.StraightThrough;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network as a stage. */
class AutoencoderTest {
  private static final InputSpec INPUT = new InputSpec(List.of(1, 1, 4), 0, 1);

  @TempDir private Path folder = Path.of("");

  /** {@code factor x + shift}. */
  private static Autoencoder affine(float factor, float shift) {
    Graph graph = Graph.builder().then("conv", Conv2d.square(1, 1, 1, 1, 0)).build();
    Map<String, float[]> values =
        Map.of("conv.weight", new float[] {factor}, "conv.bias", new float[] {shift});
    return new Autoencoder(Network.of(graph, values), "affine", INPUT);
  }

  @Test
  void clipsWhatGoesInAndWhatComesOut() {
    Scope.run(
        () -> {
          Tensor x = Tensors.of(new float[] {-3, .125f, .5f, 2}, 1, 1, 1, 4);

          assertThat(affine(2, -.5f).apply(x, Draws.NONE).floats()).containsExactly(0, 0, .5f, 1);
          assertThat(affine(.5f, .25f).apply(x, Draws.NONE).floats())
              .containsExactly(.25f, .3125f, .5f, .75f);
        });
  }

  @Test
  void isDifferentiatedAsItIs() {
    assertThat(affine(2, -.5f).declares()).isEqualTo(Declaration.PLAIN);
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new float[] {.1f, .4f, .6f, .9f}, 1, 1, 1, 4));
          Tensor sum = Reductions.sum(affine(2, -.5f).apply(x, Draws.NONE));

          assertThat(Autograd.grad(sum, x).floats()).containsExactly(0, 2, 2, 0);
        });
  }

  /** Unlike the stage itself, which is given inputs in their range. */
  @Test
  void asADenoiserIsDifferentiatedWithoutClipping() {
    Denoiser denoiser = affine(2, -.5f).denoiser();
    Denoising stage = new Denoising(denoiser, .5, INPUT);
    Scope.run(
        () -> {
          Tensor x = Autograd.variable(Tensors.of(new float[] {-3, .4f, .6f, 2}, 1, 1, 1, 4));
          Tensor y = StraightThrough.of(stage, x, Draws.NONE);

          assertThat(y.floats()).containsExactly(affine(2, -.5f).apply(x, Draws.NONE).floats());
          assertThat(Autograd.grad(Reductions.sum(y), x).floats()).containsExactly(2, 2, 2, 2);
        });
  }

  @Test
  void readsWhatTrainingWrites() throws IOException {
    InputSpec input = InputSpec.image(1, 8, 8);
    Network network = Network.create(new DenoisingAutoencoder(2).graph(input.shape(), 0, 1), 5);
    PurifierBundle bundle = new PurifierBundle(network, input, Map.of());
    Path file = folder.resolve("denoiser.safetensors");
    bundle.write(file);
    byte[] content = Files.readAllBytes(file);
    Autoencoder stage = Autoencoder.read("denoiser.safetensors", content, input);

    assertThat(stage.takes()).isEqualTo(input);
    assertThat(stage.settings().get("network"))
        .isEqualTo("denoiser.safetensors, sha256 " + bundle.digest());
    Scope.run(
        () -> {
          Tensor x =
              new Draws(1, new long[] {7, 8}, "x")
                  .uniformLike(Tensors.zeros(DType.FLOAT32, 2, 1, 8, 8), 0, 1);
          assertThat(stage.apply(x, Draws.NONE).floats())
              .isEqualTo(Elementwise.clamp(network.forward(x, Mode.EVAL), 0, 1).floats());
        });
    assertThatThrownBy(
            () -> Autoencoder.read("denoiser.safetensors", content, InputSpec.image(3, 32, 32)))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("autoencoder ")
        .hasMessageContainingAll("denoiser.safetensors", "[1, 8, 8]", "[3, 32, 32]");
  }

  @Test
  void randomNetworksAreRefused() {
    Graph graph =
        Graph.builder().then("noise", new RandomNormal(List.of(new Extent(1, true)), 0, 1)).build();
    assertThatThrownBy(() -> new Autoencoder(Network.create(graph, 0), "x", INPUT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not random");
  }
}
