package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.catalog.DiffusionNets;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of diffusion models that others have trained, by their names. */
class DiffusionWeightsTest {
  private static final List<Integer> SHAPE = List.of(3, 32, 32);
  private static final String ARCH = "unet:8-16";
  private static final String CONVERT =
      "model convert --quiet --to diffusion --arch " + ARCH + " --input-shape 3,32,32";

  @TempDir private Path folder = Path.of("");

  private static CommandLineRun run(String line) {
    return CommandLineRun.of(line.split(" "));
  }

  private static Network network() {
    return DiffusionNets.fresh(ARCH, SHAPE, 7);
  }

  /** The weights alone, under other names. */
  private Path weights(UnaryOperator<String> names) throws Exception {
    Network network = network();
    Map<String, float[]> values = network.values();
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>();
    Network.forEachWeight(
        network.graph(),
        (name, spec) ->
            tensors.put(
                names.apply(name),
                Safetensors.Entry.of(Objects.requireNonNull(values.get(name)), spec.shape())));
    return Files.write(
        folder.resolve("weights.safetensors"), new Safetensors(Map.of(), tensors).toBytes());
  }

  /** Attention as published files call it. */
  private static String former(String name) {
    return name.replace(".to_q.", ".query.")
        .replace(".to_k.", ".key.")
        .replace(".to_v.", ".value.")
        .replace(".to_out.0.", ".proj_attn.");
  }

  private DiffusionBundle converted(Path weights, String options) {
    Path out = folder.resolve("converted.safetensors");
    CommandLineRun run = run(CONVERT + options + " --model " + weights + " --out " + out);
    assertThat(run.code()).as(run.err()).isZero();
    return DiffusionBundle.read(out);
  }

  private static void assertHasTheWeights(DiffusionBundle bundle) {
    Map<String, float[]> expected = network().values();
    assertThat(bundle.model().network().values().keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) ->
            assertThat(bundle.model().network().values().get(name)).as(name).isEqualTo(values));
  }

  @Test
  void namesOfTodayAndFormerOnesAreUnderstood() throws Exception {
    DiffusionBundle today = converted(weights(name -> name), "");
    assertHasTheWeights(today);
    assertThat(today.model().schedule())
        .isEqualTo(new NoiseSchedule(NoiseSchedule.Form.LINEAR, 1000));
    assertThat(today.model().input()).isEqualTo(InputSpec.image(3, 32, 32));

    DiffusionBundle former =
        converted(
            weights(DiffusionWeightsTest::former),
            " --noise-schedule cosine --noise-steps 50 --input-range -1,1");
    assertHasTheWeights(former);
    assertThat(former.model().schedule())
        .isEqualTo(new NoiseSchedule(NoiseSchedule.Form.COSINE, 50));
    assertThat(former.model().input()).isEqualTo(new InputSpec(SHAPE, -1, 1));
  }

  @Test
  void othersAreRenamed() throws Exception {
    Path weights = weights(name -> former(name).replace("conv_in.", "first."));

    assertHasTheWeights(converted(weights, " --map first=conv_in"));
    refused(CONVERT + " --model " + weights, "missing are conv_in.weight", "left over are first");
  }

  @Test
  void trainingGoesOnFromThem() throws Exception {
    Path out = folder.resolve("tuned.safetensors");
    String line =
        "train --quiet --task diffusion --data roadsigns --limit 60 --batch 20 --held-out 10"
            + " --epochs 1 --noise-steps 8 --learning-rate 1e-9 --from "
            + weights(name -> former(name).replace("conv_in.", "first."))
            + " --map first=conv_in";
    CommandLineRun run = run(line + " --arch " + ARCH + " --out " + out);

    assertThat(run.code()).as(run.err()).isZero();
    DiffusionBundle bundle = DiffusionBundle.read(out);
    float[] tuned = Objects.requireNonNull(bundle.model().network().values().get("conv_in.weight"));
    float[] own = Objects.requireNonNull(network().values().get("conv_in.weight"));
    for (int i = 0; i < own.length; i++) {
      assertThat(tuned[i]).isBetween(own[i] - 1e-6f, own[i] + 1e-6f);
    }
    assertThat(String.valueOf(bundle.training().get("architecture"))).startsWith("weights of ");
    refused(line, "holds weights alone: say with --arch what they belong to (unet, ");
  }

  @Test
  void whatDoesNotFitIsOneSentence() throws Exception {
    Path weights = weights(name -> name);
    String model = " --model " + weights;

    refused(CONVERT.replace(ARCH, "unet:8-8") + model, "of another shape are");
    refused(CONVERT.replace(ARCH, "unett") + model, "did you mean 'unet'?");
    refused(CONVERT.replace(" --arch " + ARCH, "") + model, "say with --arch");
    refused(CONVERT.replace(" --input-shape 3,32,32", "") + model, "say it with --input-shape");
    refused(CONVERT + " --layout nhwc" + model, "do not go with diffusion models");
    refused(CONVERT + " --noise-steps 1" + model, "from 2 to 100,000 steps");
    refused(
        CONVERT.replace("--to diffusion", "--to onnx") + " --noise-steps 9" + model,
        "go with --to diffusion");
    converted(weights, "");
    refused(
        CONVERT + " --model " + folder.resolve("converted.safetensors"),
        "converted.safetensors is a Redoubt diffusion model");
  }

  private void refused(String line, String... sentences) {
    Path out = folder.resolve("refused.safetensors");
    CommandLineRun run = run(line + " --out " + out);

    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(List.of(sentences)).doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(out).doesNotExist();
  }
}
