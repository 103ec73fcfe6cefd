package dev.redoubt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.PgdTraining;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/guides/library.md, run, and held equal to the page. */
final class LibraryGuideTest {
  private static final Path SOURCE =
      Path.of("src/test/java/dev/redoubt/LibraryGuideTest.java").toAbsolutePath();

  @Test
  void theExampleRuns() {
    // example
    Dataset train = DatasetView.slice(Datasets.open("roadsigns", "train"), 0, 600);
    Dataset test = DatasetView.slice(Datasets.open("roadsigns", "test"), 0, 60);
    ThreatModel threat = ThreatModel.parse("linf:8/255");

    Recipe recipe =
        new Recipe(
            new PgdTraining(threat, 3, new StepSize.OfEpsilon(0.5)),
            new Optimizer.AdamStyle(0.002, 0, false),
            new Schedule.OneCycle(0.4),
            2, // epochs
            64, // batch
            1, // epochs of epsilon warm-up
            0, // no bound on the gradient
            List.of(), // no augmentation
            100, // held-out samples
            0); // seed
    Graph graph =
        new CommonCnn()
            .graph(train.input().shape(), train.classes().size(), Recipes.normalization(train));
    Network network =
        new Trainer(recipe, Device.CPU, TrainingListener.silent())
            .train(train, graph, null)
            .network();

    NetworkModel model = new NetworkModel("hardened", network, test.input(), test.classes().size());
    Plan plan =
        new Plan(
            threat,
            List.of(new UniformNoise(), new Fgsm(), Pgd.of(40, new StepSize.OfEpsilon(0.1), 2)),
            List.of(), // no curve
            0,
            32, // batch
            0); // seed
    Evaluation evaluation =
        new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {})
            .evaluate(model, test, Journal.none());

    System.out.println(evaluation.cleanAccuracy() + " → " + evaluation.robustAccuracy());
    // end
    assertThat(evaluation.samples()).isEqualTo(60);
    assertThat(evaluation.robustAccuracy()).isLessThanOrEqualTo(evaluation.cleanAccuracy());
    assertThat(evaluation.attacks()).hasSize(3);
  }

  @Test
  void thePageShowsTheSameExample() throws IOException {
    assertThat(words(find(Path.of("../docs/guides/library.md"), "```java\n(.*?)```")))
        .isEqualTo(words(find(SOURCE, "    // example\n(.*?)    // end")));
  }

  private static String find(Path file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(file));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
