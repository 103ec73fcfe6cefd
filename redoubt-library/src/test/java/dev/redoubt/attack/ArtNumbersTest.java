package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.SharedData;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logits, gradients and FGSM against the numbers that an independent toolbox has recorded. */
class ArtNumbersTest {
  private static final int FIRST = 11;
  private static final double TOLERANCE = 1e-5;

  @Test
  void logitsAndPredictions() throws Exception {
    NetworkModel net = ArtNet.open();
    Dataset mnist = mnist();
    JsonNode expected = recorded().get("test_predict").get(0);
    Scope.run(
        () -> {
          Batch batch = first(mnist, FIRST);
          double[] logits = net.logits(batch.inputs(), draws(batch)).doubles();
          for (int i = 0; i < 10; i++) {
            assertThat(logits[i]).isCloseTo(expected.get(i).asDouble(), within(TOLERANCE));
          }
          assertThat(net.predict(batch.inputs(), draws(batch)).ints())
              .containsExactly(7, 1, 1, 4, 4, 1, 4, 4, 4, 4, 4);
        });
  }

  @Test
  void accuracyOnTheWholeTestSet() {
    NetworkModel net = ArtNet.open();
    Dataset mnist = mnist();
    int correct = 0;
    for (int from = 0; from < mnist.size(); from += 1000) {
      int[] indices = IntStream.range(from, from + 1000).toArray();
      correct +=
          Scope.value(
              () -> {
                Batch batch = Batch.read(mnist, indices, Device.CPU);
                int[] predicted = net.predict(batch.inputs(), draws(batch)).ints();
                int[] labels = batch.labels().ints();
                return (int)
                    IntStream.range(0, 1000).filter(i -> predicted[i] == labels[i]).count();
              });
    }
    assertThat(correct).isEqualTo(2487);
  }

  @Test
  void lossGradientAlongOneColumnAndOneRow() throws Exception {
    NetworkModel net = ArtNet.open();
    Dataset mnist = mnist();
    JsonNode expected = recorded().get("test_loss_gradient");
    Scope.run(
        () -> {
          Batch batch = first(mnist, 1);
          double[] gradient =
              LossGradient.at(
                      net,
                      batch.inputs(),
                      batch.labels(),
                      Goal.untargeted(),
                      new CrossEntropy(),
                      draws(batch))
                  .gradient()
                  .doubles();
          for (int i = 0; i < 28; i++) {
            double inColumn = expected.get(0).get(0).get(i).asDouble();
            double inRow = expected.get(1).get(0).get(i).asDouble();
            assertThat(gradient[i * 28 + 14]).isCloseTo(inColumn, within(TOLERANCE));
            assertThat(gradient[14 * 28 + i]).isCloseTo(inRow, within(TOLERANCE));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "linf:1, 0.2346725,  -1.0,       1.0,       4 4 4 7 7 4 7 2 2 3 0",
    "l2:1,   0.00763642, -0.2110549, 0.2095922, 7 2 4 4 4 7 7 4 0 4 4",
  })
  void fgsm(String threat, double mean, double min, double max, String predictions) {
    NetworkModel net = ArtNet.open();
    Dataset mnist = mnist();
    Scope.run(
        () -> {
          Batch clean = first(mnist, FIRST);
          Draws draws = draws(clean);
          // The label that the gradient is taken at is the net's own prediction.
          Batch batch = new Batch(clean.ids(), clean.inputs(), net.predict(clean.inputs(), draws));
          Tensor found =
              new Fgsm()
                  .propose(net, batch, ThreatModel.parse(threat), Goal.untargeted(), draws)
                  .points();
          double[] change = found.minus(clean.inputs()).doubles();
          assertThat(Arrays.stream(change).average().orElseThrow())
              .isCloseTo(mean, within(TOLERANCE));
          assertThat(Arrays.stream(change).min().orElseThrow()).isCloseTo(min, within(TOLERANCE));
          assertThat(Arrays.stream(change).max().orElseThrow()).isCloseTo(max, within(TOLERANCE));
          int[] expected =
              Arrays.stream(predictions.split(" ")).mapToInt(Integer::parseInt).toArray();
          assertThat(net.predict(found, draws).ints()).containsExactly(expected);
        });
  }

  private static Dataset mnist() {
    return Datasets.open("mnist:" + SharedData.require("mnist"), "test");
  }

  private static JsonNode recorded() throws Exception {
    return new ObjectMapper()
        .readTree(
            SharedData.require("art/classification_expectations/test_deeplearning_common.json")
                .toFile());
  }

  private static Batch first(Dataset dataset, int n) {
    return Batch.read(dataset, IntStream.range(0, n).toArray(), Device.CPU);
  }

  private static Draws draws(Batch batch) {
    return batch.draws(0, "");
  }
}
