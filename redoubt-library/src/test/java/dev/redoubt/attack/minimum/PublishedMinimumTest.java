package dev.redoubt.attack.minimum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.minimum.penalty.CarliniWagner;
import dev.redoubt.data.Batch;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.PublishedModels;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * AdverTorch's undefended LeNet-5, of which is recorded for the 10,000 test images that DDN's
 * median L2 distance is 1.388 and that DeepFool for Linf with 50 steps succeeds on all. Here stand
 * the first images; the system property {@code redoubt.minimum.images} takes more, 10000 for all.
 */
class PublishedMinimumTest {
  private static final int IMAGES = Integer.getInteger("redoubt.minimum.images", 16);
  private static final int ALL = 10_000;
  private static final int AT_A_TIME = 200;

  @Test
  void attacksOnL2AgreeAndDeepFoolIsNeverBelowThem() {
    double ddn = median(new Ddn(100), new L2(), IMAGES);
    double fmn = median(new Fmn(100), new L2(), IMAGES);
    double cw = median(new CarliniWagner(150, 2, 2, 0.05, 0, false), new L2(), IMAGES);
    double least = Math.min(ddn, Math.min(fmn, cw));
    double most = Math.max(ddn, Math.max(fmn, cw));
    assertThat(most).as("ddn %s, fmn %s, cw %s", ddn, fmn, cw).isLessThanOrEqualTo(1.03 * least);
    assertThat(median(new DeepFool(), new L2(), IMAGES)).isGreaterThanOrEqualTo(most);
    if (IMAGES == ALL) {
      assertThat(ddn).isCloseTo(1.388, within(0.02));
    }
  }

  @Test
  void deepFoolBreaksAllInLinf() {
    assertThat(median(new DeepFool(), new Linf(), Math.max(IMAGES, 64))).isBetween(0.1, 0.16);
  }

  /** Of the images that the model has right, all of which must be broken. */
  private static double median(NearestByGradient attack, Norm norm, int images) {
    NetworkModel model = PublishedModels.advertorch();
    double[] distances =
        IntStream.range(0, (images + AT_A_TIME - 1) / AT_A_TIME)
            .mapToObj(
                part ->
                    IntStream.range(part * AT_A_TIME, Math.min(images, (part + 1) * AT_A_TIME))
                        .toArray())
            .flatMapToDouble(ids -> Arrays.stream(distances(attack, norm, model, ids)))
            .sorted()
            .toArray();
    return distances[distances.length / 2];
  }

  private static double[] distances(
      NearestByGradient attack, Norm norm, NetworkModel model, int[] images) {
    return Scope.value(
        () -> {
          Batch all = Batch.read(PublishedModels.mnist(), images, Device.CPU);
          int[] labels = all.labels().ints();
          int[] clean = model.predict(all.inputs(), all.draws(0, "")).ints();
          Batch batch =
              all.rows(
                  IntStream.range(0, labels.length).filter(i -> clean[i] == labels[i]).toArray());
          Goal goal = Goal.untargeted();
          Tensor found = attack.closest(model, batch, norm, goal, batch.draws(0, "")).points();
          assertThat(goal.met(model.predict(found, batch.draws(0, "")), batch.labels()))
              .as(attack.name())
              .doesNotContain(false);
          return norm.distance(found, batch.inputs()).doubles();
        });
  }
}
