package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.train.objective.StandardTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Averages of the weights against sums over all the weights that a run went through. */
class AveragingTest {
  private static final Dataset DATA = TinyTask.images(48, 1);
  private static final int EPOCHS = 4;

  private static Recipe recipe(Averaging averaging) {
    return TinyTask.recipe(new StandardTraining(), TinyTask.descent(.3), EPOCHS, 3)
        .with(Refinements.NONE.with(averaging));
  }

  /** The last layer's weights after each update, and the result. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Path(List<float[]> weights, float[] result) {}

  private static Path path(Averaging averaging) {
    Network network = Network.create(TinyTask.residual(), 3);
    NetworkTrainee trainee = new NetworkTrainee(network, TinyTask.INPUT, 2);
    List<float[]> weights = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onBatch(int epoch, int batch, int batches, double loss) {
            weights.add(last(network));
          }
        };
    new Trainer(recipe(averaging), Device.CPU, listener)
        .train(DATA, Optional.empty(), trainee, null);
    return new Path(weights, last(network));
  }

  private static float[] last(Network network) {
    return Objects.requireNonNull(network.values().get("fc.weight"));
  }

  @Test
  void withoutOneTheLastWeightsAreDelivered() {
    Path path = path(new Averaging.None());

    assertThat(path.result()).isEqualTo(path.weights().get(path.weights().size() - 1));
  }

  @Test
  void emaFollowsItsRecursion() {
    Path path = path(new Averaging.Ema(.6));
    double[] mean = new double[path.result().length];
    for (int t = 0; t < path.weights().size(); t++) {
      double decay = t == 0 ? 0 : Math.min(.6, (1.0 + t) / (10.0 + t));
      for (int i = 0; i < mean.length; i++) {
        mean[i] = decay * mean[i] + (1 - decay) * path.weights().get(t)[i];
      }
    }

    assertThat(path.weights()).hasSize(12);
    assertClose(path.result(), mean);
  }

  @Test
  void swaIsTheMeanAfterTheLastEpochs() {
    Path path = path(new Averaging.Swa(.5));
    double[] mean = new double[path.result().length];
    for (int epoch : new int[] {3, 4}) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += path.weights().get(3 * epoch - 1)[i] / 2;
      }
    }

    assertClose(path.result(), mean);
  }

  /** The mean network, led once through the last epoch's batches in training mode. */
  @Test
  void swaGathersRunningStatisticsAnew() {
    Recipe recipe = recipe(new Averaging.Swa(.5));
    List<Map<String, float[]>> after = new ArrayList<>();
    Network network = Network.create(TinyTask.residual(), 3);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onBatch(int epoch, int batch, int batches, double loss) {
            if (batch == batches && epoch > 2) {
              after.add(network.values());
            }
          }
        };
    new Trainer(recipe, Device.CPU, listener)
        .train(DATA, Optional.empty(), new NetworkTrainee(network, TinyTask.INPUT, 2), null);
    Map<String, float[]> mean = new LinkedHashMap<>();
    after
        .get(0)
        .forEach(
            (name, one) -> {
              float[] other = Objects.requireNonNull(after.get(1).get(name));
              float[] middle = new float[one.length];
              for (int i = 0; i < one.length; i++) {
                middle[i] = (one[i] + other[i]) / 2;
              }
              mean.put(name, middle);
            });
    Network expected = Network.of(TinyTask.residual(), mean);
    TrainingData data = new TrainingData(DATA, Optional.empty(), recipe.course());
    int[] order = data.order(EPOCHS);
    for (int i = 0; i < data.batches(); i++) {
      int index = i;
      Scope.run(
          () ->
              expected.forward(data.batch(order, index, EPOCHS, Device.CPU).inputs(), Mode.TRAIN));
    }

    for (String name : List.of("bn1.running_mean", "bn2.running_mean", "bn2.running_var")) {
      float[] values = Objects.requireNonNull(expected.values().get(name));
      double[] wide = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        wide[i] = values[i];
      }
      assertClose(Objects.requireNonNull(network.values().get(name)), wide);
    }
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
    }
  }
}
