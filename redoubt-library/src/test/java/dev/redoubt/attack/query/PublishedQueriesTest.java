package dev.redoubt.attack.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.decision.GeoDa;
import dev.redoubt.attack.decision.HopSkipJump;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.attack.score.Nes;
import dev.redoubt.attack.score.SimBa;
import dev.redoubt.attack.score.SparseRs;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.PublishedModels;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Digits and a net of others: what queries alone find, compared with what gradients find. */
class PublishedQueriesTest {
  private static final int QUERIES = 1000;

  /** Those of the first digits that the net classifies rightly. */
  private static Batch digits(NetworkModel model) {
    int[] first = IntStream.range(0, 16).toArray();
    Batch all = Batch.read(PublishedModels.mnist(), first, Device.CPU);
    int[] labels = all.labels().ints();
    int[] clean = model.predict(all.inputs(), all.draws(0, "")).ints();
    return all.rows(IntStream.of(first).filter(row -> clean[row] == labels[row]).toArray());
  }

  /** By classes alone; every digit finds a start, also those of the class that noise is given. */
  @Test
  void decisionsComeNearToWhatGradientsFind() {
    NetworkModel model = PublishedModels.common("wk_mnist_0.1");
    Scope.run(
        () -> {
          Batch batch = digits(model);
          for (Norm norm : List.of(new L2(), new Linf())) {
            double[] nearest =
                norm.distance(
                        new Fab(50, 1)
                            .closest(model, batch, norm, Goal.untargeted(), batch.draws(0, ""))
                            .points(),
                        batch.inputs())
                    .doubles();
            for (MinimumNormAttack<LabelModel> attack :
                List.of(new HopSkipJump(QUERIES), new GeoDa(QUERIES))) {
              double[] found =
                  norm.distance(
                          attack
                              .closest(model, batch, norm, Goal.untargeted(), batch.draws(0, ""))
                              .points(),
                          batch.inputs())
                      .doubles();
              double[] ratios = new double[found.length];
              Arrays.setAll(ratios, row -> found[row] / nearest[row]);
              Arrays.sort(ratios);
              assertThat(ratios[0]).as("a start for every digit").isGreaterThan(.5);
              assertThat(ratios[ratios.length / 2]).isLessThan(1.8);
            }
          }
        });
  }

  @Test
  void scoresBreakWhatGradientsBreak() {
    NetworkModel model = PublishedModels.common("wk_mnist_0.1");
    Scope.run(
        () -> {
          Batch batch = digits(model);
          check(model, batch, new Nes(QUERIES), "linf:0.3");
          check(model, batch, new SimBa(QUERIES), "linf:0.2");
          check(model, batch, new SimBa(QUERIES), "l2:5");
          check(model, batch, SimBa.dct(QUERIES), "l2:3");
          check(model, batch, new SparseRs(QUERIES), "l0:20");
        });
  }

  private static void check(
      NetworkModel model, Batch batch, Attack<ScoreModel> attack, String threat) {
    boolean[] met =
        Goal.untargeted()
            .met(
                model.predict(
                    attack
                        .propose(
                            model,
                            batch,
                            ThreatModel.parse(threat),
                            Goal.untargeted(),
                            batch.draws(0, ""))
                        .points(),
                    batch.draws(0, "")),
                batch.labels());
    long broken = IntStream.range(0, met.length).filter(row -> met[row]).count();
    assertThat(broken).isGreaterThanOrEqualTo(met.length - 2);
  }
}
