package dev.redoubt.attack.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.query.Respondent;
import dev.redoubt.attack.query.Respondent.Result;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DecisionSettingsTest {
  private static final InputSpec PAIR = new InputSpec(List.of(2), 0, 1);

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(BadInputException.class).hasMessage(message);
  }

  @Test
  void badSettingsAreNamed() {
    NoiseStarts noise = new NoiseStarts();
    refused(() -> new HopSkipJump(0), "hopskipjump query budget must be at least 1, not 0");
    refused(
        () -> new HopSkipJump(9, 1, 5, noise),
        "hopskipjump wants at least 2 probes at first and no fewer later, not 1 and at most 5");
    refused(
        () -> new HopSkipJump(9, 7, 5, noise),
        "hopskipjump wants at least 2 probes at first and no fewer later, not 7 and at most 5");
    refused(() -> new Boundary(-1), "boundary query budget must be at least 1, not -1");
    refused(
        () -> new Boundary(9, 0, .1, .1, noise),
        "boundary wants at least 1 proposal at a time, not 0");
    refused(
        () -> new Boundary(9, 1, .1, 1, noise),
        "boundary steps must lie between 0 and 1, not 0.1 and 1.0");
    refused(() -> new GeoDa(0), "geoda query budget must be at least 1, not 0");
    refused(
        () -> new GeoDa(9, 1, .6, .1, 1, noise), "geoda wants at least 2 probes at first, not 1");
    refused(
        () -> new GeoDa(9).within(Double.NaN),
        "geoda share of frequencies must lie in (0, 1], not NaN");
    refused(() -> new GeoDa(9, 60, 1.1, .1, 1, noise), "geoda lambda must lie in (0, 1], not 1.1");
    refused(() -> new NoiseStarts(0), "noise starts want at least 1 try, not 0");
    refused(
        () -> closest(new Boundary(9), new Linf()),
        "attack boundary measures in l2 alone, not in linf");
    refused(() -> closest(new GeoDa(9), new L1()), "no search by queries alone measures in l1");
  }

  private static Result closest(MinimumNormAttack<LabelModel> attack, Norm norm) {
    Respondent model = Respondent.halfSpace(PAIR, new float[] {1, 1}, -1);
    return Result.of(
        () -> {
          Batch batch = model.batch(new long[] {0}, new float[] {.2f, .2f});
          return attack.closest(model, batch, norm, Goal.untargeted(), batch.draws(0, ""));
        });
  }

  @Test
  void settingsAreTheAuthors() {
    assertThat(new HopSkipJump().settings())
        .isEqualTo(
            Map.of(
                "queries", 10_000,
                "first_probes", 100,
                "most_probes", 10_000,
                "starts", "noise:1000"));
    assertThat(new Boundary().settings())
        .containsEntry("spherical_step", .01)
        .containsEntry("source_step", .01);
    assertThat(new GeoDa().settings()).containsEntry("lambda", .6).containsEntry("sigma", .0002);
  }

  /** Noise never gives class 2, which is the corner around (1, 1), far from what noise covers. */
  @Test
  void aTargetIsReachedFromGivenSamplesOfIt() {
    Respondent model =
        Respondent.of(
            PAIR,
            3,
            x -> new double[] {1, x[0] - x[1] > .3 ? 2 : 0, Math.min(x[0], x[1]) > .999 ? 3 : 0});
    Dataset samples =
        new Given(new float[][] {{.9f, .1f}, {.5f, .5f}, {1, 1}}, new int[] {1, 0, 2});
    Goal goal = new Goal.Targeted(new int[] {2, 1});
    for (MinimumNormAttack<LabelModel> attack :
        List.<MinimumNormAttack<LabelModel>>of(
            new HopSkipJump(300).from(GivenStarts.of(samples, 9)),
            new Boundary(300).from(GivenStarts.of(samples, 9)),
            new GeoDa(300).from(GivenStarts.of(samples, 9)))) {
      Result found =
          Result.of(
              () -> {
                Batch batch =
                    model.batch(new long[] {0, 1}, new float[] {.2f, .3f}, new float[] {.2f, .3f});
                return attack.closest(model.labels(), batch, new L2(), goal, batch.draws(0, ""));
              });
      assertThat(model.classOf(found.points()[0])).isEqualTo(2);
      assertThat(model.classOf(found.points()[1])).isEqualTo(1);
      // Only the one sample of the target has been tried, right after the clean point.
      assertThat(model.asked(0).get(1)).containsExactly(1, 1);
      assertThat(model.asked(1).get(1)).containsExactly(.9f, .1f);
    }
  }

  @Test
  void withoutASampleOfTheTargetNothingIsAskedButTheCleanPoint() {
    Respondent model = Respondent.of(PAIR, 3, x -> new double[] {1, 0, 0});
    Dataset samples = new Given(new float[][] {{1, 1}}, new int[] {2});
    Result found =
        Result.of(
            () -> {
              Batch batch = model.batch(new long[] {0}, new float[] {.2f, .3f});
              return new HopSkipJump(300)
                  .from(GivenStarts.of(samples, 9))
                  .closest(
                      model.labels(),
                      batch,
                      new L2(),
                      new Goal.Targeted(new int[] {1}),
                      batch.draws(0, ""));
            });
    assertThat(model.asked(0)).hasSize(1);
    assertThat(found.points()[0]).containsExactly(.2f, .3f);
    assertThat(found.steps()).containsExactly(1);
  }

  /** Uniform noise has always the class of the sample here; coarse noise has not. */
  @Test
  void samplesOfTheClassThatFineNoiseHasFindAStart() {
    InputSpec image = InputSpec.image(1, 16, 16);
    Respondent model =
        Respondent.of(
            image,
            2,
            x -> {
              double mean = 0;
              for (float value : x) {
                mean += value / 256;
              }
              return new double[] {.25, Math.abs(mean - .5)};
            });
    float[] grey = new float[256];
    Arrays.fill(grey, .5f);
    Result found =
        Result.of(
            () -> {
              Batch batch = model.batch(new long[] {0}, grey);
              return new HopSkipJump(3000)
                  .closest(model.labels(), batch, new L2(), Goal.untargeted(), batch.draws(0, ""));
            });
    assertThat(model.classOf(found.points()[0])).isEqualTo(1);
  }

  /** Samples in memory. */
  @SuppressWarnings("ArrayRecordComponent") // test data
  private record Given(float[][] samples, int[] labels) implements Dataset {
    @Override
    public String name() {
      return "given";
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public InputSpec input() {
      return PAIR;
    }

    @Override
    public String split() {
      return "test";
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b", "c");
    }

    @Override
    public long id(int index) {
      return index;
    }

    @Override
    public String digest() {
      return "";
    }

    @Override
    public int label(int index) {
      return labels[index];
    }

    @Override
    public void read(int index, float[] target, int offset) {
      System.arraycopy(samples[index], 0, target, offset, samples[index].length);
    }
  }
}
