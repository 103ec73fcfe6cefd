package dev.redoubt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Comparison;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.SharedData;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/guides/own-defence.md, run, and held equal to the page. */
final class OwnDefenceGuideTest {
  private static final Path SOURCE =
      Path.of("src/test/java/dev/redoubt/OwnDefenceGuideTest.java").toAbsolutePath();

  // stage
  record BlackPoint(double threshold, InputSpec takes) implements Purifier {
    @Override
    public String name() {
      return "black-point";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("threshold", threshold);
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return x.times(Comparison.not(Comparison.less(x, threshold)).to(DType.FLOAT32));
    }

    @Override
    public Declaration declares() {
      return new Declaration(Declaration.Backward.Surrogate.identity(), false);
    }
  }

  // stage end

  @Test
  void adaptiveAttackComesForFree() {
    Dataset data =
        DatasetView.slice(Datasets.open("mnist:" + SharedData.require("mnist"), "test"), 0, 100);
    String file = SharedData.require("models/advertorch_lenet5_clntrained.onnx").toString();
    LabelModel model = Models.open(file, ModelOptions.NONE.forData(data), Device.CPU).model();

    // use
    Pipeline pipeline = Pipeline.of(model, new BlackPoint(0.2, model.input()));
    Plan plan =
        new Plan(
            ThreatModel.parse("linf:0.3"),
            List.of(new UniformNoise(), Pgd.of(40, new StepSize.OfEpsilon(0.1), 1)),
            List.of(), // no curve
            0,
            100, // samples together
            0); // seed
    Evaluation found =
        new Evaluator(plan, Device.CPU, (done, total, clean, robust) -> {})
            .evaluate(pipeline, data, Journal.none());

    System.out.println(found.obliviousAccuracy().orElseThrow() + " by one who does not know of it");
    System.out.println(found.robustAccuracy() + " by one who does");
    // use end
    assertThat(pipeline.adaptive(1)).isInstanceOf(GradientModel.class);
    assertThat(found.cleanAccuracy()).isGreaterThan(.95);
    assertThat(found.robustAccuracy()).isLessThan(.05);
  }

  @Test
  void pageShowsTheSameExample() throws IOException {
    String page = Files.readString(Path.of("../docs/guides/own-defence.md"));
    List<String> shown =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> words(block.group(1)))
            .toList();
    String source = Files.readString(SOURCE);
    assertThat(shown)
        .containsExactly(
            words(between(source, "  // stage\n", "  // stage end")),
            words(between(source, "    // use\n", "    // use end")));
    assertThat(between(source, "  // stage\n", "  // stage end").lines().count()).isLessThan(31);
  }

  private static String between(String text, String start, String end) {
    return text.substring(text.indexOf(start) + start.length(), text.indexOf(end));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }
}
