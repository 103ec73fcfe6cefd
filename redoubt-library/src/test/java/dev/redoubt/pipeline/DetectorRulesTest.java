package dev.redoubt.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.CountingModel;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What detectors may read, where they may stand, and what they cost. */
final class DetectorRulesTest {
  private static final NetworkModel MODEL = Victims.perceptron(3, 2, 5);
  private static final String LAYER = MODEL.layers().get(1).name();

  /** The sum of a layer, as suspicion in units of 4. */
  private record Sum(InputSpec takes, String layer, int passes) implements Detector {
    @Override
    public String name() {
      return "sum";
    }

    @Override
    public Set<String> layers() {
      return Set.of(layer);
    }

    @Override
    public double unit() {
      return 4;
    }

    @Override
    public double threshold() {
      return .5;
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), false, true);
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Reductions.sum(seen.feature(layer), 1);
    }
  }

  private static Sum sum(String layer) {
    return new Sum(MODEL.input(), layer, 2);
  }

  private static Batch batch() {
    return Victims.batch(Victims.pixels(12, 3), 0, 1, 0, 1);
  }

  @Test
  void theLayersAreThoseOfThePassThatClassifies() {
    Pipeline pipeline = Pipeline.of(MODEL, sum(LAYER));
    Scope.run(
        () -> {
          Batch batch = batch();
          Draws draws = batch.draws(0, "");
          double[] sums =
              Reductions.sum(
                      MODEL.observeOnTape(batch.inputs(), Set.of(LAYER), draws).feature(LAYER), 1)
                  .doubles();
          Judgement judged = pipeline.judge(batch.inputs(), draws);
          double[] excess = judged.excess().doubles();
          RejectingModel view = (RejectingModel) pipeline.adaptive(1, batch);
          Verdict verdict = view.verdictOnTape(batch.inputs(), draws);
          for (int row = 0; row < sums.length; row++) {
            assertThat(excess[row]).isCloseTo((sums[row] - .5) / 4, within(1e-6));
          }
          assertThat(verdict.excess().doubles()).containsExactly(excess);
          assertThat(verdict.logits().floats())
              .containsExactly(MODEL.logits(batch.inputs(), draws).floats());
          assertThat(verdict.joint().floats())
              .containsExactly(view.logits(batch.inputs(), draws).floats());
          assertThat(verdict.representation()).hasSize(1);
          assertThat(verdict.representation().get(0).shape()).containsExactly(4, 16);
        });
  }

  @Test
  void furtherPassesAreCounted() {
    assertThat(Pipeline.of(MODEL, sum(LAYER)).deployed().passes()).isEqualTo(3);
    assertThat(Pipeline.of(MODEL, sum(LAYER), sum(LAYER)).deployed().passes()).isEqualTo(9);
  }

  /** Attackers who take rejection for a success, and trainers, do not pay for detectors. */
  @Test
  void whereRejectionIsNoMatterDetectorsAreLeftOut() {
    Pipeline pipeline = Pipeline.of(MODEL, sum(LAYER));
    assertThat(pipeline.adaptive(1).passes()).isEqualTo(1);
    assertThat(pipeline.adaptive(1)).isNotInstanceOf(RejectingModel.class);
  }

  @Test
  void layersThatDoNotExistAreRefused() {
    assertThatThrownBy(() -> Pipeline.of(MODEL, sum("relu9")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("reads layer relu9")
        .hasMessageContaining(LAYER);
  }

  @Test
  void modelsWithoutLayersAreRefused() {
    GradientModel blind = new CountingModel(MODEL);
    assertThatThrownBy(() -> Pipeline.of(blind, sum(LAYER)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("shows none");
  }

  @Test
  void nothingButDetectorsStandsBehindOneThatReadsLayers() {
    BitDepth bits = new BitDepth(4, MODEL.input());
    Pipeline.of(MODEL, bits, sum(LAYER), sum(LAYER));
    assertThatThrownBy(() -> Pipeline.of(MODEL, sum(LAYER), bits))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has to stand behind stage bit-depth");
  }

  /** Means over draws of layers and suspicion are those of the single draws. */
  @Test
  void drawsAreAveraged() {
    Pipeline pipeline = Pipeline.of(MODEL, new RandomNoise(.3, MODEL.input()), sum(LAYER));
    Scope.run(
        () -> {
          Batch batch = batch();
          Draws draws = batch.draws(0, "");
          RejectingModel view = (RejectingModel) pipeline.adaptive(3, batch);
          Verdict verdict = view.verdictOnTape(batch.inputs(), draws);
          RejectingModel single = (RejectingModel) pipeline.adaptive(1, batch);
          Verdict each = single.verdictOnTape(Layout.copies(batch.inputs(), 3), draws.copies(3));
          double[] all = each.excess().doubles();
          double[] mean = verdict.excess().doubles();
          for (int row = 0; row < 4; row++) {
            double expected = (all[row] + all[4 + row] + all[8 + row]) / 3;
            assertThat(mean[row]).isCloseTo(expected, within(1e-6));
            assertThat(all[row]).isNotEqualTo(all[4 + row]);
          }
        });
  }
}
