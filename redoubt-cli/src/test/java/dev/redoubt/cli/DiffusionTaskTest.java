package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --task diffusion}: what it writes, and what it refuses. */
class DiffusionTaskTest {
  private static final String TASK =
      "train --quiet --task diffusion --data roadsigns --limit 60 --batch 20 --held-out 10 --epochs 2";
  private static final String TINY = TASK + " --arch unet:8-8 --noise-steps 8";

  @TempDir private static Path folder = Path.of("");
  private static Path trained = Path.of("");

  private static CommandLineRun run(String line) {
    return CommandLineRun.of(line.split(" "));
  }

  @BeforeAll
  static void train() {
    trained = folder.resolve("signs.safetensors");
    CommandLineRun run = run(TINY + " --noise-schedule cosine --augment flip --out " + trained);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void writesADiffusionModelWithMetricsAndReport() throws IOException {
    DiffusionBundle bundle = DiffusionBundle.read(trained);

    assertThat(bundle.model().input()).isEqualTo(InputSpec.image(3, 32, 32));
    assertThat(bundle.model().schedule())
        .isEqualTo(new NoiseSchedule(NoiseSchedule.Form.COSINE, 8));
    assertThat(bundle.training())
        .containsEntry("task", "diffusion")
        .containsEntry("architecture", "unet:8-8")
        .containsEntry("noise_schedule", "cosine")
        .containsEntry("noise_steps", 8)
        .containsEntry("averaging", "Ema[decay=0.999]")
        .containsKey("epoch_delivered");
    Path own = folder.resolve("signs.training");
    assertThat(own.toFile().list())
        .containsExactlyInAnyOrder("metrics.jsonl", "report.json", "report.html");
    assertThat(Files.readAllLines(own.resolve("metrics.jsonl")))
        .hasSize(2)
        .allMatch(line -> line.contains("\"held_out\":0.") || line.contains("\"held_out\":1."));
    // 32 samples from noise, and four that were held out in three pictures each.
    assertThat(Files.readString(own.resolve("report.html")).split("data:image/png", -1))
        .hasSize(1 + 32 + 4 * 3);
  }

  @Test
  void goesOnFromOneAndKeepsItsSchedule() {
    String line = TASK + " --ema 0.5 --from " + trained;
    Path further = folder.resolve("further.safetensors");
    CommandLineRun run = run(line + " --out " + further);

    assertThat(run.code()).as(run.err()).isZero();
    DiffusionBundle bundle = DiffusionBundle.read(further);
    assertThat(bundle.model().schedule())
        .isEqualTo(new NoiseSchedule(NoiseSchedule.Form.COSINE, 8));
    assertThat(bundle.training()).containsEntry("averaging", "Ema[decay=0.5]");
    assertThat(String.valueOf(bundle.training().get("architecture")))
        .endsWith("signs.safetensors, sha256 " + DiffusionBundle.read(trained).digest());
    refused(line + " --noise-steps 9", "the diffusion model of --from keeps its own, cosine");
    refused(line + " --noise-schedule linear", "keeps its own, cosine with 8 steps");
    refused(line + " --arch unet", "diffusion model " + trained + " brings its own");
    refused(
        line.replace("roadsigns", "csv:" + table()),
        "signs.safetensors takes inputs",
        "[3, 32, 32]");
  }

  @Test
  void tablesGetANetworkOfTheirOwn() throws IOException {
    Path out = folder.resolve("table.safetensors");
    CommandLineRun run =
        run(TASK.replace("roadsigns", "csv:" + table()) + " --noise-steps 8 --out " + out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(DiffusionBundle.read(out).training()).containsEntry("architecture", "mlp");
    assertThat(Files.readString(folder.resolve("table.training").resolve("report.html")))
        .doesNotContain("data:image/png");
  }

  private static Path table() {
    StringBuilder rows = new StringBuilder("a,b,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append("0.%d,0.%d,%s\n".formatted(i, 99 - i, i % 2 == 0 ? "x" : "y"));
    }
    try {
      return Files.writeString(folder.resolve("table.csv"), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isNoModelToBeAttacked() {
    CommandLineRun run =
        run(
            "attack --quiet --data roadsigns --threat linf:8/255 --attack fgsm --out x --model "
                + trained);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("signs.safetensors is a Redoubt diffusion model", "gives no classes")
        .contains("--defend \"diffusion:" + trained + ",t=0.1\"");
  }

  @Test
  void killedRunEndsWithTheSameModel() throws Exception {
    String line =
        TINY.replace("--limit 60", "--limit 200 --threads 1").replace("--epochs 2", "--epochs 4")
            + " --out ";
    Path whole = folder.resolve("whole.safetensors");
    assertThat(run(line + whole).code()).isZero();
    Path out = folder.resolve("killed.safetensors");
    Path checkpoint = folder.resolve("killed.training").resolve("checkpoint.safetensors");

    KilledProcess.when(() -> Files.exists(checkpoint), (line + out).split(" "));
    assertThat(checkpoint).as("killed before its end").exists();
    assertThat(out).doesNotExist();

    CommandLineRun resumed = run(line + out);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(out).hasSameBinaryContentAs(whole);
    assertThat(checkpoint).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--method pgd",
        "--threat linf:8/255",
        "--label-smoothing 0.1",
        "--awp",
        "--attack-mode train",
        "--on-collapse stop",
        "--epsilon-warmup 2",
        "--normalize mean=0,std=1",
        "--classes 12",
        "--defend jpeg",
        "--noise 0.1",
      })
  void optionsOfOtherTasksAreRefused(String option) {
    refused(
        TINY + " " + option,
        "%s does not go with --task diffusion, but with --task %s"
            .formatted(
                option.replaceFirst(" .*", ""),
                option.startsWith("--noise") ? "denoise" : "classify"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "denoise"})
  void scheduleIsForDiffusion(String task) {
    refused(
        TASK.replace("--task diffusion", "--task " + task) + " --noise-schedule cosine",
        "--noise-schedule does not go with --task %s, but with --task diffusion".formatted(task));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--noise-steps 1          | from 2 to 100,000 steps, not 1",
        "--noise-steps 200000     | from 2 to 100,000 steps, not 200,000",
        "--noise-schedule cosinus | unknown noise schedule 'cosinus', did you mean 'cosine'?",
        "--arch unit              | unknown architecture of diffusion models 'unit', did you mean 'unet'?",
        "--arch unet:wide         | the widths 'wide'",
        "--arch unet:8-8-8-8-8-8-8 | 1 to 6 widths",
        "--arch mlp               | takes samples of shape [features]",
        "--epochs 0               | at least 1 epoch",
        "--ema 0                  | the decay of EMA must lie in (0, 1)",
      })
  void badValuesAreOneSentence(String option, String sentence) {
    refused(
        TASK.replaceFirst(" " + option.replaceFirst(" .*", "") + " \\S+", "") + " " + option,
        sentence);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    refusedAs("d.onnx", TINY, "a diffusion model is written as a Redoubt file");
    Path text = Files.writeString(folder.resolve("text.safetensors"), "no safetensors at all, no");
    refused(TASK + " --from " + text, "text.safetensors");
    refused(TASK + " --from " + folder.resolve("absent.safetensors"), "does not exist");
    Path classifier = folder.resolve("classifier.safetensors");
    assertThat(
            run("train --quiet --data roadsigns --limit 60 --batch 20 --held-out 0 --epochs 1"
                    + " --arch mlp:4 --out "
                    + classifier)
                .code())
        .isZero();
    refused(
        TASK + " --from " + classifier,
        "classifier.safetensors (Redoubt model) is no diffusion model, nor weights alone of one");
  }

  private static void refused(String line, String... sentences) {
    refusedAs("d.safetensors", line, sentences);
  }

  private static void refusedAs(String out, String line, String... sentences) {
    CommandLineRun run = run(line + " --out " + folder.resolve(out));

    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(List.of(sentences)).doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(folder.resolve(out)).doesNotExist();
    assertThat(folder.resolve("d.training")).doesNotExist();
  }
}
