package dev.redoubt.attack.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.Victims;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What a step of one wish does to the other: nothing. */
class OrthogonalTest {
  private static final int ROWS = 12;
  private static final int FEATURES = 7;
  private static final double SIZE = 0.1;

  /** The gradients to compare with are those of an fp64 twin. */
  @Property(tries = 40, seed = "4711")
  void stepsRaiseOneWishAndLeaveTheOtherAsItIs(
      @ForAll @IntRange(max = 100_000) int seed,
      @ForAll boolean linear,
      @ForAll boolean quadratic) {
    RandomStream stream = RandomStream.of(seed, -1, "orthogonal");
    NetworkModel model = linear ? linear(stream) : Victims.perceptron(FEATURES, 3, seed);
    float[] slope = new float[FEATURES];
    stream.fillGaussian(slope, 0, FEATURES);
    BinaryOperator<Tensor> score = score(slope, quadratic);
    double threshold = quadratic ? stream.uniform() : stream.gaussian() / 2;
    BiFunction<Observation, Tensor, Tensor> of = (seen, x) -> score.apply(seen.logits(), x);
    Pipeline pipeline = Pipeline.of(model, new Watch(model.input(), threshold, Set.of(), of));
    int[] labels = new int[ROWS];
    Arrays.setAll(labels, row -> stream.below(3));
    Scope.run(
        () -> {
          Batch batch = Victims.batch(Victims.pixels(ROWS * FEATURES, seed), labels);
          for (Norm norm : List.of(Norm.named("linf"), Norm.named("l2"))) {
            check(pipeline, batch, norm, truth(model, batch, score, threshold));
          }
        });
    Statistics.label("suspicion is to fall")
        .coverage(found -> found.check(true).percentage(share -> share > 5 && share < 95));
  }

  private static NetworkModel linear(RandomStream stream) {
    float[][] weight = new float[3][FEATURES];
    for (float[] row : weight) {
      stream.fillGaussian(row, 0, FEATURES);
    }
    return Victims.linear(weight, new float[3], 0, 1);
  }

  /** Linear in the input, or quadratic with a part that hangs on the logits. */
  private static BinaryOperator<Tensor> score(float[] slope, boolean quadratic) {
    return (logits, x) -> {
      Tensor along = Reductions.sumPerSample(x.times(Tensors.of(slope, 1, FEATURES)));
      return quadratic
          ? along.times(along).plus(0.1, Reductions.sumPerSample(logits.times(logits)))
          : along;
    };
  }

  /** What a double-precision twin says, row by row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Truth(double[] toClass, double[] toInnocence, boolean[] reached) {}

  private static Truth truth(
      NetworkModel model, Batch batch, BinaryOperator<Tensor> score, double threshold) {
    NetworkModel twin = model.inDoublePrecision().orElseThrow();
    Tensor leaf = Autograd.variable(batch.inputs().to(DType.FLOAT64));
    Tensor logits = twin.logitsOnTape(leaf, Draws.NONE);
    Tensor losses = new CrossEntropy().perSample(logits, batch.labels());
    Tensor scores = score.apply(logits, leaf);
    double[] toClass = twin.gradientKeepingTape(Reductions.sum(losses), leaf).doubles();
    double[] toInnocence = twin.gradient(Reductions.sum(scores.negated()), leaf).doubles();
    int[] labels = batch.labels().ints();
    double[] values = logits.doubles();
    double[] excess = scores.minus(threshold).doubles();
    boolean[] reached = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < 3; k++) {
        best = k == labels[row] ? best : Math.max(best, values[3 * row + k]);
      }
      double margin = best - values[3 * row + labels[row]];
      reached[row] = margin > 0 && margin > -excess[row];
    }
    return new Truth(toClass, toInnocence, reached);
  }

  private void check(Pipeline pipeline, Batch batch, Norm norm, Truth truth) {
    Course course =
        new Orthogonal(Wishes.of(new CrossEntropy(), Goal.untargeted(), batch.labels()), norm);
    RejectingModel view = (RejectingModel) pipeline.adaptive(1, batch);
    Tensor x = batch.inputs();
    Ball wide = norm.ball(x, 4, new InputDomain(-5, 5));
    Tensor direction = course.direction(Look.at(view, x, batch.draws(0, "")), wide);
    double[] step = course.step(wide, x, direction, SIZE).minus(x).doubles();
    int checked = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] own = row(step, row);
      double[] wanted = row(truth.reached[row] ? truth.toInnocence : truth.toClass, row);
      double[] other = row(truth.reached[row] ? truth.toClass : truth.toInnocence, row);
      double scale = length(wanted) * length(other);
      double cosine = product(wanted, other) / scale;
      if (scale < 1e-12 || 1 - cosine * cosine < 1e-6) {
        continue; // flat, or parallel
      }
      checked++;
      assertThat(product(own, other) / length(own) / length(other)).isCloseTo(0, within(1e-5));
      assertThat(product(own, wanted) / length(own) / length(wanted))
          .isCloseTo(Math.sqrt(1 - cosine * cosine), within(1e-4));
      double moved = (double) Arrays.stream(own).filter(change -> change != 0).count();
      assertThat(length(own))
          .isCloseTo(norm.name().equals("l2") ? SIZE : SIZE * Math.sqrt(moved), within(1e-6));
      Statistics.label("suspicion is to fall").collect(truth.reached[row]);
    }
    assertThat(checked).isPositive();
  }

  private static double[] row(double[] all, int row) {
    return Arrays.copyOfRange(all, row * FEATURES, (row + 1) * FEATURES);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double length(double[] a) {
    return Math.sqrt(product(a, a));
  }

  /** Rows: orthogonal part; parallel; opposite; nothing wanted; nothing else; nothing; tiny. */
  @Test
  void whatIsParallelOrZeroIsNoObstacle() {
    float[] wanted = {3, 1, 2, 4, 1, 2, 0, 0, 3, 4, 0, 0, 3e-30f, 0};
    float[] other = {0, 2, 1, 2, -2, -4, 0, 5, 0, 0, 0, 0, 1e20f, 1e20f};
    Scope.run(
        () -> {
          Tensor part = Orthogonal.part(Tensors.of(wanted, 7, 2), Tensors.of(other, 7, 2));
          double[] unit = new L2Rows(part).unit();
          double half = Math.sqrt(.5);
          double fifth = Math.sqrt(.2);
          assertThat(unit)
              .containsExactly(
                  new double[] {
                    1, 0, fifth, 2 * fifth, fifth, 2 * fifth, 0, 1, .6, .8, 0, 0, half, -half
                  },
                  within(1e-6));
        });
  }

  /** Nearly parallel gradients: a single projection in fp32 would leave a thousandth. */
  @Test
  void roundingLeavesNothingOfTheOtherGradient() {
    int features = 500;
    double[] unit = new double[features];
    float[] wanted = new float[features];
    float[] other = Victims.weights(features, 3);
    float[] apart = Victims.weights(features, 4);
    for (int i = 0; i < features; i++) {
      wanted[i] = other[i] + 3e-4f * apart[i];
    }
    Scope.run(
        () -> {
          Tensor part =
              Orthogonal.part(Tensors.of(wanted, 1, features), Tensors.of(other, 1, features));
          System.arraycopy(new L2Rows(part).unit(), 0, unit, 0, features);
        });
    double along = 0;
    double size = 0;
    for (int i = 0; i < features; i++) {
      along += unit[i] * other[i];
      size += other[i] * other[i];
    }
    assertThat(along / Math.sqrt(size)).isCloseTo(0, within(2e-6));
  }

  /** Rows of a batch. */
  private record L2Rows(Tensor x) {
    /** Each scaled to length 1. */
    double[] unit() {
      return Norm.named("l2").scaledToOne(x.to(DType.FLOAT64)).doubles();
    }
  }
}
