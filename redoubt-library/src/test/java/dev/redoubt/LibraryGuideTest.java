package dev.redoubt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.Certifier;
import dev.redoubt.certify.Radii;
import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.model.blackbox.Scores;
import dev.redoubt.model.onnx.OnnxExporter;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import dev.redoubt.train.objective.PgdTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void theSecondExampleRuns(@TempDir Path folder) {
    Dataset test = DatasetView.slice(Datasets.open("roadsigns", "test"), 0, 20);
    Network network =
        Network.create(new CommonCnn().graph(test.input().shape(), test.classes().size(), null), 0);
    Path file = folder.resolve("signs.onnx");
    Plan plan =
        new Plan(ThreatModel.parse("linf:8/255"), List.of(new UniformNoise()), List.of(), 0, 32, 0);
    // second example
    OnnxExporter.write(new ModelBundle(network, test.input(), test.classes(), Map.of()), file);

    OpenedModel opened = Models.open(file.toString(), ModelOptions.NONE.forData(test), Device.CPU);
    GradientModel whiteBox = (GradientModel) opened.model();

    ScoreModel blackBox =
        new BlackBox("signs", test.input(), test.classes().size())
            .scores(Scores.LOGITS, rows -> scores(rows)); // any function of yours
    Evaluator evaluator = new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {});

    double open = evaluator.evaluate(whiteBox, test, Journal.none()).robustAccuracy();
    double closed = evaluator.evaluate(blackBox, test, Journal.none()).robustAccuracy();
    // second end
    assertThat(open).isBetween(0.0, 1.0);
    assertThat(closed).isEqualTo(share(test, 3));
  }

  @Test
  void theThirdExampleRuns() {
    Dataset test = DatasetView.slice(Datasets.open("roadsigns", "test"), 0, 10);
    LabelModel model =
        new BlackBox("signs", test.input(), test.classes().size())
            .scores(Scores.LOGITS, rows -> scores(rows));
    // third example
    List<Double> radii = List.of(0.25, 0.5);
    CertificationPlan plan =
        new CertificationPlan(
            new GaussianSmoothing(0.25),
            Procedure.GROUP_SEQUENTIAL,
            new Radii.Grid(radii),
            0.001, // alpha
            10_000, // draws an input at most
            new CertificationPlan.Protocol.Labelled(),
            0); // seed
    List<Certificate> certificates =
        new Certifier(plan, Device.CPU, (done, total, certified, draws) -> {}, 256, 2)
            .certify(model, test, CertificateJournal.NONE)
            .certificates();
    Analysis analysis = Analysis.of(certificates, OptionalDouble.of(0.001));

    System.out.println(analysis.at(0.25).certifiedAccuracy() + " certified at .25");
    // third end
    assertThat(analysis.at(0.25).certifiedAccuracy()).isEqualTo(share(test, 3));
  }

  /** A classifier that says 3 whatever it is asked. */
  private static float[][] scores(float[][] rows) {
    float[][] scores = new float[rows.length][12];
    for (float[] row : scores) {
      row[3] = 1;
    }
    return scores;
  }

  private static double share(Dataset data, int label) {
    long count = IntStream.range(0, data.size()).filter(i -> data.label(i) == label).count();
    return count / (double) data.size();
  }

  @Test
  void thePageShowsTheSameExamples() throws IOException {
    String page = Files.readString(Path.of("../docs/guides/library.md"));
    List<String> shown =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> words(block.group(1)))
            .toList();
    assertThat(shown)
        .containsExactly(
            words(find(SOURCE, "    // example\n(.*?)    // end")),
            words(find(SOURCE, "    // second example\n(.*?)    // second end")),
            words(find(SOURCE, "    // third example\n(.*?)    // third end")));
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
