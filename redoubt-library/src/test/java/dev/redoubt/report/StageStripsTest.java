package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageStripsTest {
  private static final InputSpec INPUT = SmallImages.INPUT;

  /** From [0, 1] to [-1, 1]. */
  private record Spread() implements Purifier {
    @Override
    public String name() {
      return "spread";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public InputSpec gives() {
      return new InputSpec(INPUT.shape(), -1, 1);
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return x.times(2).minus(1);
    }

    @Override
    public Declaration declares() {
      return Declaration.PLAIN;
    }
  }

  /** The input itself, and once more a little brighter. */
  private record Twice() implements Ensemble {
    @Override
    public String name() {
      return "twice";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public int copies() {
      return 2;
    }

    @Override
    public Tensor changed(Tensor x, Draws draws) {
      return Layout.concat(List.of(x, x.plus(0.125)), 0);
    }

    @Override
    public Combination combination() {
      return Combination.VOTES;
    }

    @Override
    public Declaration declares() {
      return Declaration.PLAIN;
    }
  }

  /** Finds bright inputs suspicious. */
  private record Bright() implements Detector {
    @Override
    public String name() {
      return "bright";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Reductions.max(Layout.flatten(x), 1);
    }

    @Override
    public double threshold() {
      return 0.9;
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), false, true);
    }
  }

  private static Pipeline around(Stage... stages) {
    InputSpec last = stages[stages.length - 1].gives();
    return Pipeline.of(SmallImages.brightness(last), stages);
  }

  private static float[] flat(float value) {
    return new float[] {value, value, value, value};
  }

  private static Evaluation evaluation(List<SampleOutcome> outcomes, List<float[]> witnesses) {
    Entry entry = new Entry(new UniformNoise(), Knowledge.ACCESS, 1);
    return SmallImages.evaluation(List.of(entry), outcomes, witnesses, Tally.ZERO);
  }

  private static List<StageStrip> strips(Pipeline pipeline, Status... statuses) {
    List<SampleOutcome> outcomes =
        IntStream.range(0, statuses.length)
            .mapToObj(id -> SmallImages.outcome(id, id / 2, statuses[id]))
            .toList();
    int[] labels = IntStream.range(0, statuses.length).map(id -> id / 2).toArray();
    List<float[]> witnesses =
        IntStream.range(0, statuses.length)
            .filter(id -> statuses[id] == Status.BROKEN)
            .mapToObj(id -> flat(0.5f + id / 10f))
            .toList();
    return StageStrips.pick(
        pipeline, SmallImages.greys(labels), evaluation(outcomes, witnesses), 2, Device.CPU);
  }

  @Test
  void showsBrokenSamplesWithTheirOwnWitnesses() {
    List<StageStrip> strips =
        strips(
            around(new BitDepth(1, INPUT)),
            Status.SURVIVED,
            Status.BROKEN,
            Status.MISCLASSIFIED,
            Status.BROKEN);

    assertThat(strips).extracting(StageStrip::id).containsExactly(1L, 3L);
    StageStrip second = strips.get(1);
    assertThat(second.label()).isEqualTo("bright");
    assertThat(second.cleanAnswer()).isEqualTo("bright");
    assertThat(second.attackedAnswer()).isEqualTo("odd");
    assertThat(second.steps())
        .extracting(StageStrip.Step::name)
        .containsExactly("input", "bit-depth");
    assertThat(second.steps().get(0).clean()).containsExactly(flat(0.4f));
    assertThat(second.steps().get(0).attacked()).containsExactly(flat(0.8f));
    assertThat(second.steps().get(1).clean()).containsExactly(flat(0));
    assertThat(second.steps().get(1).attacked()).containsExactly(flat(1));
  }

  @Test
  void classesComeBeforeMoreOfTheSame() {
    List<StageStrip> strips =
        strips(around(new BitDepth(1, INPUT)), Status.BROKEN, Status.BROKEN, Status.BROKEN);
    assertThat(strips).extracting(StageStrip::id).containsExactly(0L, 2L);
  }

  @Test
  void survivorsShowOnlyWhereNothingBroke() {
    List<StageStrip> strips =
        strips(around(new BitDepth(1, INPUT)), Status.MISCLASSIFIED, Status.SURVIVED);
    assertThat(strips).extracting(StageStrip::id).containsExactly(1L);
    assertThat(strips.get(0).broken()).isFalse();
    assertThat(strips.get(0).steps().get(1).attacked()).isEmpty();
  }

  @Test
  void valuesAreMovedIntoTheRangeOfPictures() {
    StageStrip strip = strips(around(new Spread()), Status.BROKEN).get(0);
    assertThat(strip.steps().get(1).clean()).containsExactly(flat(0.1f), within(1e-6f));
    assertThat(strip.steps().get(1).attacked()).containsExactly(flat(0.5f));
  }

  @Test
  void bothTakeTheSameDraw() {
    StageStrip strip = strips(around(new RandomNoise(0.25, INPUT)), Status.BROKEN).get(0);
    StageStrip.Step noisy = strip.steps().get(1);
    assertThat(noisy.clean()).isNotEqualTo(strip.steps().get(0).clean());
    for (int i = 0; i < 4; i++) {
      assertThat(noisy.attacked()[i] - noisy.clean()[i]).isCloseTo(0.4f, within(1e-6f));
    }
  }

  @Test
  void ensemblesGoOnWithTheirFirstCopyAndDetectorsChangeNothing() {
    StageStrip strip =
        strips(around(new Bright(), new Twice(), new BitDepth(8, INPUT)), Status.BROKEN).get(0);
    assertThat(strip.steps())
        .extracting(StageStrip.Step::name)
        .containsExactly("input", "twice, first of 2", "bit-depth");
    assertThat(strip.steps().get(1).clean()).containsExactly(flat(0.1f));
    assertThat(strip.steps().get(2).clean()).hasSize(4);
  }

  @Test
  void nothingIsShownWhereNothingIsChanged() {
    assertThat(strips(around(new Bright()), Status.BROKEN)).isEmpty();
    assertThat(strips(Pipeline.of(SmallImages.brightness()), Status.BROKEN)).isEmpty();
  }
}
