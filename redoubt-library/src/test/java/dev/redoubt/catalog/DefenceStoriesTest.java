package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.testing.SharedData;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What has been found of input transformations again and again: they help against attackers who do
 * not know of them, and hardly against those who do. A published MNIST net at a budget that breaks
 * it; more in docs/results/defences.md.
 */
class DefenceStoriesTest {
  private static Evaluation behind(String defence) {
    Dataset digits = Datasets.open("mnist:" + SharedData.require("mnist"), "test");
    Dataset data = DatasetView.slice(digits, 0, 100);
    String file = SharedData.require("models/advertorch_lenet5_clntrained.onnx").toString();
    LabelModel model = Models.open(file, ModelOptions.NONE.forData(data), Device.CPU).model();
    Pipeline pipeline = Pipeline.of(model, Defence.parse(defence).stages(model.input()));
    Plan plan =
        new Plan(
            ThreatModel.parse("linf:0.13"),
            List.of(Pgd.of(30, new StepSize.OfEpsilon(.1), 1)),
            List.of(),
            0,
            50,
            0);
    return new Evaluator(plan, Device.CPU, (done, total, clean, robust) -> {}, 2)
        .evaluate(pipeline, data, Journal.none());
  }

  @Test
  void jpegAndMedianFiltersHelpOnlyAgainstWhoDoesNotKnowThem() {
    double undefended = behind("none").robustAccuracy();
    assertThat(undefended).isLessThan(.35);
    for (String defence : List.of("jpeg:25", "median:3")) {
      Evaluation found = behind(defence);
      assertThat(found.cleanAccuracy()).as(defence).isGreaterThan(.95);
      assertThat(found.obliviousAccuracy().orElseThrow())
          .as(defence)
          .isGreaterThan(undefended + .12);
      assertThat(found.robustAccuracy()).as(defence).isLessThan(undefended + .1);
    }
  }

  /** The honest exception: MNIST's digits are black and white. */
  @Test
  void oneBitIsRealRobustness() {
    assertThat(behind("bit-depth:1").robustAccuracy()).isGreaterThan(.9);
  }
}
