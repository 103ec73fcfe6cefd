package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.catalog.Methods;
import dev.redoubt.catalog.RecipeFile;
import dev.redoubt.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train} with every method, its folder, its recipes, and what a kill leaves. */
class TrainCommandTest {
  private static final List<String> METHODS = Methods.names();
  private static final List<String> SMOOTHING =
      List.of("gaussian", "uniform", "ablation", "deletion", "smoothadv", "consistency", "macer");
  private static final List<String> RECIPES = RecipeFile.NAMES;
  private static final String TINY =
      "train --quiet --data roadsigns --limit 100 --arch mlp:8 --batch 40 --held-out 20 --epochs 2";

  @TempDir private static Path folder = Path.of("");

  private static CommandLineRun run(String line) {
    return CommandLineRun.of(line.split(" "));
  }

  @ParameterizedTest
  @FieldSource("METHODS")
  void everyMethodTrains(String method) throws IOException {
    String threat =
        switch (method) {
          case "smoothadv" -> " --threat l2:0.5";
          case "standard" -> "";
          default -> SMOOTHING.contains(method) ? "" : " --threat linf:4/255";
        };
    Path out = folder.resolve(method + ".safetensors");
    CommandLineRun trained = run(TINY + " --method " + method + threat + " --out " + out);

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(ModelBundle.read(out).training()).containsEntry("method", method);
    Path own = folder.resolve(method + ".training");
    assertThat(own.toFile().list())
        .containsExactlyInAnyOrder("metrics.jsonl", "report.json", "report.html");
    List<String> metrics = Files.readAllLines(own.resolve("metrics.jsonl"));
    assertThat(metrics).hasSize(method.equals("free") ? 1 : 2);
    JsonNode first = new ObjectMapper().readTree(metrics.get(0));
    assertThat(first.path("clean_accuracy").asDouble(-1)).isBetween(0.0, 1.0);
    boolean smoothing = SMOOTHING.contains(method);
    assertThat(first.path("noisy_accuracy").isNumber()).isEqualTo(smoothing);
    assertThat(first.path("robust_accuracy").isNumber()).isEqualTo(!smoothing && !threat.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--awp --awp-warmup 1",
        "--ema",
        "--swa 0",
        "--label-smoothing 0.1 --augment crop,flip,cutout",
        "--attack-mode train --keep last",
        "--clean-fraction 0.5 --patience 1",
        "--on-collapse rollback --clip-norm 0.5",
        "--extra roadsigns --extra-split test --extra-share 0.25",
        "--threat linf:4/255,l2:0.5 --norms average",
      })
  void everyRefinementTrains(String options) {
    Path out = folder.resolve("refined.safetensors");
    String threat = options.contains("--threat") ? "" : " --threat linf:4/255";
    CommandLineRun trained =
        run(TINY + " --method pgd --attack-steps 2" + threat + " " + options + " --out " + out);

    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @ParameterizedTest
  @FieldSource("RECIPES")
  void everyRecipeIsUnderstood(String recipe) {
    Path out = folder.resolve("recipe.safetensors");
    String line =
        "train --quiet --recipe %s --data roadsigns --limit 100 --arch mlp:8 --epochs 1 --batch 50"
            + " --attack-steps 1 --held-out 30 --out %s";
    boolean steps = RecipeFile.read(recipe).options().containsKey("threat");
    boolean single = recipe.equals("mnist-fast");
    String own = steps && !single ? line : line.replace(" --attack-steps 1", "");
    CommandLineRun trained = run(own.formatted(recipe, out));

    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(ModelBundle.read(out).training())
        .containsEntry("method", RecipeFile.read(recipe).options().get("method"))
        .containsEntry("epochs", 1);
  }

  @Test
  void methodsAndRecipesAreListed() {
    CommandLineRun listed = run("train --list-methods");

    assertThat(listed.code()).isZero();
    assertThat(listed.out()).contains(METHODS).contains(RECIPES).contains("--beta 6", "Zhang");
  }

  @Test
  void secondRunIntoOneOutputIsRefused() throws IOException {
    Path out = folder.resolve("busy.safetensors");
    try (RunFolder busy = RunFolder.beside(out)) {
      CommandLineRun refused = run(TINY + " --out " + out);

      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("another run is training", "busy.safetensors");
      busy.done();
    }
    assertThat(run(TINY + " --out " + out).code()).isZero();
  }

  @Test
  void killedRunEndsWithTheSameModel() throws Exception {
    String line =
        "train --quiet --threads 1 --data roadsigns --limit 400 --arch mlp:16 --batch 50"
            + " --method trades --threat linf:4/255 --attack-steps 4 --epochs 6 --ema --awp --out ";
    CommandLineRun whole = run(line + folder.resolve("whole.safetensors"));
    assertThat(whole.code()).as(whole.err()).isZero();

    Path out = folder.resolve("killed.safetensors");
    Path checkpoint = folder.resolve("killed.training").resolve("checkpoint.safetensors");
    KilledProcess.when(() -> Files.exists(checkpoint), (line + out).split(" "));
    assertThat(checkpoint).as("killed before its end").exists();
    assertThat(out).doesNotExist();

    CommandLineRun resumed = run(line + out);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(out).hasSameBinaryContentAs(folder.resolve("whole.safetensors"));
  }

  @Test
  void divergedRunKeepsItsLastGoodWeights() throws IOException {
    Path out = folder.resolve("diverged.safetensors");
    CommandLineRun run =
        run(
            TINY.replace("--epochs 2", "--epochs 9")
                + " --optimizer sgd --schedule one-cycle --learning-rate 1e19 --out "
                + out);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("training diverged in epoch", "step").doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }
}
