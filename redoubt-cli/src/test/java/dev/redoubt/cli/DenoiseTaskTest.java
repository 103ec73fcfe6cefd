package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.purify.Autoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --task denoise}: what it writes, and what it refuses. */
class DenoiseTaskTest {
  private static final String TINY =
      "train --quiet --task denoise --data roadsigns --limit 60 --arch autoencoder:2 --batch 20"
          + " --held-out 10 --epochs 2";

  @TempDir private static Path folder = Path.of("");

  private static CommandLineRun run(String line) {
    return CommandLineRun.of(line.split(" "));
  }

  @Test
  void writesAPurifierWithMetricsAndReport() throws IOException {
    Path out = folder.resolve("denoiser.safetensors");
    CommandLineRun trained = run(TINY + " --noise 0.05:0.1 --augment flip --ema 0.9 --out " + out);

    assertThat(trained.code()).as(trained.err()).isZero();
    PurifierBundle bundle = PurifierBundle.read(out);
    assertThat(bundle.training())
        .containsEntry("task", "denoise")
        .containsEntry("architecture", "autoencoder:2")
        .containsEntry("noise_from", .05)
        .containsEntry("noise_to", .1)
        .containsKey("epoch_delivered");
    assertThat(Autoencoder.read(out).takes()).isEqualTo(InputSpec.image(3, 32, 32));
    Path own = folder.resolve("denoiser.training");
    assertThat(own.toFile().list())
        .containsExactlyInAnyOrder("metrics.jsonl", "report.json", "report.html");
    List<String> metrics = Files.readAllLines(own.resolve("metrics.jsonl"));
    assertThat(metrics).hasSize(2).allMatch(line -> line.contains("\"denoised_psnr\":"));
    assertThat(Files.readString(own.resolve("report.html"))).contains("data:image/png");

    Path further = folder.resolve("further.safetensors");
    CommandLineRun continued =
        run(TINY.replace("--arch autoencoder:2", "--from " + out) + " --out " + further);
    assertThat(continued.code()).as(continued.err()).isZero();
    assertThat(String.valueOf(PurifierBundle.read(further).training().get("architecture")))
        .contains("denoiser.safetensors, sha256 " + bundle.digest());

    CommandLineRun attacked =
        run(
            "attack --quiet --data roadsigns --threat linf:8/255 --attack fgsm --out x --model "
                + out);
    assertThat(attacked.code()).isEqualTo(2);
    assertThat(attacked.err())
        .contains("denoiser.safetensors is a Redoubt purifier", "gives no classes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--method pgd",
        "--threat linf:8/255",
        "--sigma 0.25",
        "--label-smoothing 0.1",
        "--awp",
        "--attack-mode train",
        "--on-collapse stop",
        "--epsilon-warmup 2",
        "--normalize mean=0,std=1",
        "--classes 12",
      })
  void optionsOfClassifiersAreRefused(String option) {
    refused(
        TINY + " " + option,
        option.replaceFirst(" .*", "")
            + " does not go with --task denoise, but with --task classify");
  }

  @Test
  void noiseIsForDenoisers() {
    refused(
        TINY.replace("--task denoise", "--task classify") + " --noise 0.1",
        "--noise does not go with --task classify, but with --task denoise");
    refused(
        TINY + " --map a=b",
        "--map does not go with --task denoise, but with --task classify or --task diffusion");
    refused(
        TINY.replace(" --task denoise", "") + " --noise 0.1", "--noise does not go with --task");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--noise 0 | noise wants a positive, finite deviation",
        "--noise -0.1 | noise wants a positive, finite deviation",
        "--noise NaN | noise wants a positive, finite deviation",
        "--noise much | noise wants a deviation, or a range of them such as 0.05:0.1, not 'much'",
        "--epochs 0 | at least 1 epoch",
        "--batch 100 | a batch of 100 is larger than the 50 samples",
      })
  void badNumbersAreOneSentence(String option, String sentence) {
    String other = TINY.replaceFirst(" " + option.replaceFirst(" .*", "") + " \\S+", "");
    refused(other + " " + option, sentence);
  }

  @Test
  void unknownNamesAreSuggested() {
    refused(
        TINY.replace("--task denoise", "--task denoize"),
        "unknown task 'denoize', did you mean 'denoise'?");
    refused(TINY.replace("autoencoder:2", "common-cnn"), "did you mean 'autoencoder'?");
    refused(TINY.replace("autoencoder:2", "autoencoder:wide"), "the width 'wide'");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    refused(TINY, "give --out a name ending in .safetensors", "d.onnx");
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no safetensors at all, no");
    refused(
        TINY.replace("--arch autoencoder:2", "--from " + text),
        "text.safetensors",
        "d.safetensors");
  }

  private static void refused(String line, String sentence) {
    refused(line, sentence, "d.safetensors");
  }

  private static void refused(String line, String sentence, String out) {
    CommandLineRun run = run(line + " --out " + folder.resolve(out));

    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(folder.resolve(out)).doesNotExist();
    assertThat(folder.resolve("d.training")).doesNotExist();
  }
}
