package dev.redoubt.model.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.PublishedModels;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.SharedData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TorchScript archives against the same nets built from their weights. */
class PublishedScriptModelsTest {
  private static NetworkModel built(String name) {
    return name.startsWith("advertorch")
        ? PublishedModels.advertorch()
        : name.startsWith("sdp") ? PublishedModels.cifar(name) : PublishedModels.common(name);
  }

  private static ScriptModel archive(String name, NetworkModel built) {
    return ScriptModel.read(
        name, SharedData.require("models/" + name + ".ts.pt"), built.input(), Device.CPU);
  }

  private static Tensor inputs(NetworkModel model, int n) {
    long[] shape = ScriptProbe.shape(n, model.input());
    Draws draws = new Draws(5, LongStream.range(0, n).toArray(), "inputs");
    return draws.uniformLike(Tensors.zeros(DType.FLOAT32, shape), 0, 1);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Answer(double[] logits, double[] gradient) {
    /** Logits, and the gradient of their sum weighted by class. */
    static Answer of(GradientModel model, Tensor x) {
      Tensor leaf = Autograd.variable(x);
      Tensor logits = model.logitsOnTape(leaf, Draws.NONE);
      Tensor weights = Tensors.of(new float[] {1, -2, 3, -4, 5, -6, 7, -8, 9, -10}, 1, 10);
      Tensor value = Reductions.sum(logits.times(weights.like(logits)));
      return new Answer(logits.doubles(), model.gradient(value, leaf).doubles());
    }

    void assertCloseTo(Answer expected) {
      assertClose(logits, expected.logits, 1e-5);
      assertClose(gradient, expected.gradient, 1e-4);
    }

    private static void assertClose(double[] actual, double[] expected, double relative) {
      double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(relative * scale));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "advertorch_lenet5_clntrained",
        "fastadv_mnist_pgd",
        "wk_mnist_0.1",
        "sdp_cifar_cnn_a_adv",
        "sdp_cifar_cnn_a_mix"
      })
  void agreesWithTheNetBuiltFromItsWeightsOnFourThreads(String name) throws Exception {
    NetworkModel built = built(name);
    ScriptModel script = archive(name, built);
    assertThat(script.classes()).isEqualTo(10);
    assertThat(script.probabilities()).isFalse();
    assertThat(script.facts().random()).isFalse();
    assertThat(script.facts().fixedBatch()).isFalse();
    long weights = built.network().values().values().stream().mapToLong(v -> v.length).sum();
    assertThat(script.facts().parameters()).isEqualTo(weights);

    assertThat(script.logitsOnTape(inputs(built, 2), Draws.NONE).requiresGrad()).isFalse();
    for (int n : new int[] {1, 7, 64}) {
      Answer expected = Scope.value(() -> Answer.of(built, inputs(built, n)));
      ExecutorService pool = Executors.newFixedThreadPool(4);
      try {
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          answers.add(pool.submit(() -> Scope.value(() -> Answer.of(script, inputs(built, n)))));
        }
        for (Future<Answer> answer : answers) {
          answer.get().assertCloseTo(expected);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** As an attack that drops broken samples would ask. */
  @Test
  void everyBatchShapeInTurnGivesTheSameRows() {
    NetworkModel built = built("wk_mnist_0.1");
    ScriptModel script = archive("wk_mnist_0.1", built);
    double[] all = Scope.value(() -> script.logits(inputs(built, 64), Draws.NONE).doubles());
    for (int i = 0; i < 128; i++) {
      int n = i % 2 == 0 ? 1 + i / 2 : 64 - i / 2;
      Answer answer = Scope.value(() -> Answer.of(script, inputs(built, n)));
      for (int j = 0; j < answer.logits.length; j++) {
        assertThat(answer.logits[j]).isCloseTo(all[j], within(1e-4));
      }
    }
  }

  @Test
  void fp64GradientIsTheCentralDifference() {
    NetworkModel built = built("sdp_cifar_cnn_a_adv");
    ScriptModel script = archive("sdp_cifar_cnn_a_adv", built).inDoublePrecision().orElseThrow();
    double[] x = Scope.value(() -> inputs(built, 1).doubles());
    double[] gradient = Scope.value(() -> Answer.of(script, tensor(x)).gradient);
    double scale = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < x.length; i += 101) {
      double difference = (shifted(script, x, i, 1e-6) - shifted(script, x, i, -1e-6)) / 2e-6;
      assertThat(gradient[i]).isCloseTo(difference, within(1e-6 * scale));
    }
  }

  private static Tensor tensor(double[] x) {
    return Tensors.of(x, 1, 3, 32, 32);
  }

  private static double shifted(ScriptModel model, double[] x, int i, double by) {
    double[] moved = x.clone();
    moved[i] += by;
    double[] logits = Scope.value(() -> model.logits(tensor(moved), Draws.NONE).doubles());
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      sum += (k % 2 == 0 ? 1 : -1) * (k + 1) * logits[k];
    }
    return sum;
  }
}
