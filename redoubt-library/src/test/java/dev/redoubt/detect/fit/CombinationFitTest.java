package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.detect.score.Mahalanobis;
import dev.redoubt.model.NetworkModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CombinationFitTest {
  private static final NetworkModel MODEL = Classroom.perceptron();
  private static final Dataset CLEAN = Classroom.samples(Classroom.TABLE, 60, 5);
  private static final List<String> LAYERS = List.of("tanh1", "relu2");

  /** One layer alone, standardised as the mean of one layer is: known up to a line. */
  private static double[] alone(String layer, Dataset samples) {
    Lessons plain = Classroom.lessons(MODEL, CLEAN);
    return Examination.scores(MODEL, new MahalanobisFit(List.of(layer), 0).fit(plain), samples);
  }

  /** Adversarial is 1, clean and noisy are 0, columns are standardised over all three. */
  @Test
  void withAContrastItIsTheLogisticRegressionOfTheLayers() {
    Lessons lessons = Classroom.contrasted(MODEL, CLEAN);
    Contrast contrast = lessons.contrast().orElseThrow();
    List<Dataset> parts = List.of(contrast.clean(), contrast.noisy(), contrast.adversarial());
    int n = CLEAN.size();
    double[][] rows = new double[3 * n][LAYERS.size()];
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      double[] column = new double[3 * n];
      for (int part = 0; part < 3; part++) {
        System.arraycopy(alone(LAYERS.get(layer), parts.get(part)), 0, column, part * n, n);
      }
      double[] standard = PlainStatistics.standardised(column, column);
      for (int row = 0; row < rows.length; row++) {
        rows[row][layer] = standard[row];
      }
    }
    boolean[] adversarial = new boolean[3 * n];
    Arrays.fill(adversarial, 2 * n, 3 * n, true);
    LogisticRegression line = LogisticRegression.of(rows, adversarial, 1);
    Mahalanobis score = new MahalanobisFit(LAYERS, 0).fit(lessons);
    double[] found = Examination.scores(MODEL, score, contrast.adversarial());
    for (int row = 0; row < n; row++) {
      assertThat(found[row]).isCloseTo(line.logit(rows[2 * n + row]), within(5e-3));
    }
  }
}
