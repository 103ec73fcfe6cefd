package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.probe.GradientFilter;
import dev.redoubt.attack.probe.InputDiversity;
import dev.redoubt.attack.probe.LowFrequency;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.attack.probe.TranslationInvariant;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients taken elsewhere than at the point, or smoothed. */
class ProbingTest {
  private static final ThreatModel LINF = ThreatModel.parse("linf:0.1");
  private static final int ROWS = 3;
  private static final long[] SHAPE = {ROWS, 2, 6, 5};
  private static final NetworkModel NET = Victims.pictures(2, 6, 5, 4, 3);

  private static Pgd pgd(Probe probe) {
    return Pgd.momentumIterative(4).with(probe);
  }

  static List<Probe> probes() {
    Probe diverse = Probe.PLAIN.with(new InputDiversity(.7, .5));
    return List.of(
        Probe.PLAIN,
        Probe.PLAIN.overScales(3),
        Probe.PLAIN.lookingAhead(),
        diverse,
        Probe.PLAIN.with(new TranslationInvariant(3)),
        Probe.PLAIN.with(new LowFrequency(.5)),
        diverse
            .overScales(2)
            .lookingAhead()
            .with(new TranslationInvariant(3))
            .with(new LowFrequency(.5)));
  }

  /** Central differences of the mean loss over the copies, then the filters. */
  @ParameterizedTest
  @MethodSource("probes")
  void theGradientIsThatOfWhatItLooksAt(Probe probe) {
    GradientModel model = NET.inDoublePrecision().orElseThrow();
    double[] at = new double[ROWS * 60];
    double[] velocity = new double[at.length];
    Arrays.setAll(at, i -> .5 + .4 * Math.sin(7 * i));
    Arrays.setAll(velocity, i -> Math.cos(i) / 60);
    Draws draws = new Draws(3, new long[] {4, 9, 1}, "step-2");
    UnaryOperator<Tensor> objective =
        logits -> new CrossEntropy().perSample(logits, Tensors.ofInts(0, 3, 1));
    double[] ahead = at.clone();
    if (probe.nesterov()) {
      // α μ = .1/4, and 60 features make a unit of the L1 norm a step in each.
      Arrays.setAll(ahead, i -> at[i] + .025 * 60 * velocity[i]);
    }
    UnaryOperator<Tensor> seen =
        x -> {
          Tensor sum = Tensors.zeros(x.dtype(), ROWS);
          for (int i = 0; i < probe.scales(); i++) {
            Draws keyed = probe.scales() == 1 ? draws : draws.of("scale-" + i);
            Tensor scaled = x.dividedBy(Math.pow(2, i));
            Tensor copy =
                probe
                    .diversity()
                    .map(changes -> changes.apply(scaled, 0, keyed.of("diversity")))
                    .orElse(scaled);
            sum = sum.plus(objective.apply(model.logits(copy, keyed)));
          }
          return sum.dividedBy(probe.scales());
        };
    double[] slopes = FiniteDifferences.gradient(seen, new double[] {1, 1, 1}, ahead, 1e-5, SHAPE);
    Scope.run(
        () -> {
          Tensor expected = Tensors.of(slopes, SHAPE);
          for (GradientFilter filter : probe.filters()) {
            expected = filter.over(6, 5).apply(expected);
          }
          LossGradient found =
              Probing.of(pgd(probe), model, LINF)
                  .at(Tensors.of(at, SHAPE), Tensors.of(velocity, SHAPE), objective, draws);
          assertThat(found.gradient().doubles()).containsExactly(expected.doubles(), within(1e-7));
          assertThat(found.losses().doubles())
              .containsExactly(seen.apply(Tensors.of(ahead, SHAPE)).doubles(), within(1e-12));
        });
  }

  @ParameterizedTest
  @MethodSource("probes")
  void aSamplesResultDoesNotDependOnItsBatch(Probe probe) {
    Pgd rich = new Pgd("r", new Margin(), 5, new StepSize.OfEpsilon(.3), 2, true, .9, true, probe);
    ThreatModel threat = ThreatModel.parse("linf:0.01");
    Scope.run(
        () -> {
          Batch all = Victims.predicted(NET, Victims.pixels(7 * 60, 2), 7);
          int[] shuffled = {4, 0, 6, 2, 5, 1, 3};
          double[] together = points(rich, NET, all.rows(shuffled), threat);
          for (int position = 0; position < 7; position++) {
            double[] alone = points(rich, NET, all.rows(shuffled[position]), threat);
            assertThat(Arrays.copyOfRange(together, 60 * position, 60 * (position + 1)))
                .containsExactly(alone, within(1e-5));
          }
        });
  }

  private static double[] points(Pgd pgd, GradientModel model, Batch batch, ThreatModel threat) {
    return pgd.propose(model, batch, threat, Goal.untargeted(), batch.draws(1, ""))
        .points()
        .doubles();
  }

  /**
   * From .5 the logit of class 1 rises by .1 a step and turns positive after three; one step ahead
   * of the point it does so after two. That is looked at again, so the sample leaves where it is
   * broken itself, and another never costs a look more.
   */
  @Test
  void whatIsSeenAheadIsOnlyAHint() {
    CountingModel counting = new CountingModel(Victims.halfSpace(new float[] {1}, -0.75f, 0, 1));
    Pgd pgd = Pgd.nesterovIterative(4);
    Scope.run(
        () -> {
          Batch batch = Victims.batch(new float[] {0.1f, 0.5f}, 0, 0);
          Candidates found =
              pgd.propose(
                  counting,
                  batch,
                  ThreatModel.parse("linf:0.4"),
                  Goal.untargeted(),
                  batch.draws(1, ""));
          assertThat(found.points().doubles())
              .containsExactly(new double[] {0.5, 0.8}, within(1e-6));
          assertThat(found.steps()).containsExactly(4, 3);
        });
    // Gradients at steps 0 to 3, looks at steps 2 (not yet) and 3 for the second; four gradients
    // and
    // the look at the end for the first.
    assertThat(counting.forward()).isEqualTo(4 + 2 + 4 + 1);
    assertThat(counting.backward()).isEqualTo(4 + 4);
  }

  @Test
  void scaleCopiesArePasses() {
    CountingModel counting =
        new CountingModel(Victims.halfSpace(new float[] {0.1f, 0.1f}, -10, 0, 1));
    Pgd pgd = Pgd.forTraining(8, new StepSize.OfEpsilon(.1)).with(Probe.PLAIN.overScales(5));
    Scope.run(() -> points(pgd, counting, Victims.batch(Victims.pixels(6, 1), 0, 0, 0), LINF));
    assertThat(counting.forward()).isEqualTo(8 * 3 * 5);
    assertThat(counting.backward()).isEqualTo(8 * 3 * 5);
  }

  @Test
  void onlyImagesHaveNeighbours() {
    NetworkModel table = Victims.perceptron(6, 3, 1);
    assertThat(Pgd.lowFrequency(3, new StepSize.OfEpsilon(.5), 1).refuses(LINF, table))
        .hasValue(
            "attack low-frequency-3 wants images [channels, height, width], but model mlp takes"
                + " inputs of shape [6]");
    assertThat(pgd(Probe.PLAIN.with(new InputDiversity())).refuses(LINF, table)).isPresent();
    assertThat(pgd(Probe.PLAIN.lookingAhead().overScales(5)).refuses(LINF, table)).isEmpty();
    assertThat(Pgd.lowFrequency(3, new StepSize.OfEpsilon(.5), 1).refuses(LINF, NET)).isEmpty();
  }

  @Test
  void settingsSayWhatIsNotPlain() {
    assertThatThrownBy(() -> Pgd.bim(3).with(Probe.PLAIN.lookingAhead()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("bim-3 can only look ahead with a momentum above 0");
    assertThat(Probe.PLAIN.settings()).isEmpty();
    assertThat(probes().get(6).settings())
        .isEqualTo(
            Map.of(
                "nesterov",
                true,
                "scale_copies",
                2,
                "diversity_probability",
                .7,
                "diversity_smallest",
                .5,
                "gradient_filters",
                List.of("translation-invariant, kernel 3", "low-frequency, share 0.5")));
    assertThat(Pgd.nesterovIterative(10).settings()).containsEntry("nesterov", true);
  }

  /** Steps without the sign leave the span of the low frequencies alone. */
  @Test
  void lowFrequencyStepsAreSmooth() {
    Pgd pgd =
        new Pgd(
            "l",
            new Margin(),
            3,
            new StepSize.OfEpsilon(.2),
            1,
            false,
            0,
            false,
            Probe.PLAIN.with(new LowFrequency(.34)));
    Scope.run(
        () -> {
          float[] grey = new float[120];
          Arrays.fill(grey, .5f);
          Batch flat = Victims.batch(grey, 0, 0);
          Batch batch =
              new Batch(flat.ids(), Layout.reshape(flat.inputs(), 2, 2, 6, 5), flat.labels());
          Tensor delta =
              pgd.propose(
                      NET,
                      batch,
                      ThreatModel.parse("l2:0.3"),
                      Goal.untargeted(),
                      batch.draws(1, ""))
                  .points()
                  .minus(batch.inputs());
          double[] moved = delta.doubles();
          assertThat(Arrays.stream(moved).map(Math::abs).max().orElseThrow()).isGreaterThan(.01);
          assertThat(new LowFrequency(.34).over(6, 5).apply(delta).doubles())
              .containsExactly(moved, within(1e-6));
        });
  }
}
