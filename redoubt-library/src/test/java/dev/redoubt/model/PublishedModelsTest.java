package dev.redoubt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that others have published, against the figures that they have published with them. */
class PublishedModelsTest {
  private static Evaluation attacked(
      NetworkModel model, Dataset data, String threat, Attack<?> attack) {
    Plan plan = new Plan(ThreatModel.parse(threat), List.of(attack), List.of(), 0, 500, 0);
    return new Evaluator(plan, Device.CPU, (done, total, correct, robust) -> {})
        .evaluate(model, data, Journal.none());
  }

  /** Wong, Rice and Kolter (2020); {@code fast_adversarial}. */
  @Test
  void cleanAccuracyOfThePgdTrainedNet() {
    Evaluation evaluation =
        attacked(
            PublishedModels.common("fastadv_mnist_pgd"),
            PublishedModels.mnist(),
            "linf:0.3",
            new Fgsm());

    assertThat(evaluation.cleanAccuracy()).isCloseTo(.9899, within(1e-9));
    assertThat(evaluation.robustAccuracy()).isGreaterThan(.9);
  }

  /**
   * Wong and Kolter (2018), table 2: error 1.8 % clean, 3.9 % under FGSM, and proven to be at most
   * 5.8 % under any attack at Linf .1.
   */
  @Test
  void provablyDefendedNetFallsToFgsmAsPublishedAndNeverBelowItsProof() {
    Evaluation evaluation =
        attacked(
            PublishedModels.common("wk_mnist_0.1"),
            PublishedModels.mnist(),
            "linf:0.1",
            new Fgsm());

    assertThat(evaluation.cleanAccuracy()).isCloseTo(.9820, within(1e-9));
    assertThat(1 - evaluation.robustAccuracy()).isCloseTo(.039, within(.0015));
    assertThat(1 - evaluation.robustAccuracy()).isLessThanOrEqualTo(.0585);
  }

  /**
   * PGD's published error is 4.1 % of all images; no attack can exceed 5.8 %. On 1,000 images the
   * standard deviation is at most .74 %: the bounds are four of them wide.
   */
  @Test
  void provablyDefendedNetStandsBetweenPgdAndItsProof() {
    Dataset first = DatasetView.slice(PublishedModels.mnist(), 4_500, 1_000);
    Evaluation evaluation =
        attacked(
            PublishedModels.common("wk_mnist_0.1"),
            first,
            "linf:0.1",
            Pgd.of(40, new StepSize.Absolute(.01), 1));

    assertThat(1 - evaluation.robustAccuracy()).isBetween(.041 - 4 * .0063, .058 + 4 * .0074);
  }

  /** Ding, Wang and Jin (2019); {@code advertorch}: PGD-40 succeeds on every image. */
  @Test
  void undefendedNetFallsWholly() {
    NetworkModel model = PublishedModels.advertorch();
    Dataset data = PublishedModels.mnist();
    Evaluation evaluation =
        attacked(
            model,
            DatasetView.slice(data, 0, 200),
            "linf:0.3",
            Pgd.of(40, new StepSize.Absolute(.01), 1));

    assertThat(evaluation.robustAccuracy()).isZero();
    assertThat(evaluation.attacks().get(0).broken())
        .isEqualTo(Math.round(200 * evaluation.cleanAccuracy()));
  }

  /** The numbers of right answers on all 10,000 test images, as measured with PyTorch. */
  @ParameterizedTest
  @CsvSource({
    "advertorch_lenet5_clntrained.npz, advertorch-lenet5, 9889",
    "mnist_lenet5_clntrained.pt,       advertorch-lenet5, 9889",
    "wk_mnist_0.1.pth,                 common-cnn,        9820",
    "fastadv_mnist_fgsm.npz,           common-cnn,        9850",
    "eran_mnist_conv_small_nat.npz,    common-cnn-valid,  9825",
    "toy_mnist_2_20.npz,               mlp:20,            8839",
  })
  void cleanAccuracies(String file, String architecture, int expected) {
    Normalize normalize =
        file.startsWith("eran") ? new Normalize(List.of(.1307), List.of(.3081)) : null;
    NetworkModel model = PublishedModels.digits(file, Architectures.named(architecture), normalize);
    Dataset data = PublishedModels.mnist();
    int correct = 0;
    for (int from = 0; from < data.size(); from += 500) {
      correct += correct(model, DatasetView.slice(data, from, 500));
    }
    assertThat(correct).isEqualTo(expected);
  }

  private static int correct(NetworkModel model, Dataset data) {
    return Scope.value(
        () -> {
          int[] all = IntStream.range(0, data.size()).toArray();
          Batch batch = Batch.read(data, all, Device.CPU);
          int[] predictions = model.predict(batch.inputs(), batch.draws(0, "clean")).ints();
          int[] labels = batch.labels().ints();
          int right = 0;
          for (int i = 0; i < labels.length; i++) {
            right += predictions[i] == labels[i] ? 1 : 0;
          }
          return right;
        });
  }
}
