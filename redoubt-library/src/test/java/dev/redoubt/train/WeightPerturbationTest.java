package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.InPlace;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.PgdTraining;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeightPerturbationTest {
  private static final double GAMMA = .02;
  private static final double RATE = .05;
  private static final Dataset DATA = TinyTask.images(24, 1);
  private static final Objective PGD =
      new PgdTraining(ThreatModel.parse("linf:0.05"), 2, new StepSize.OfEpsilon(.5));

  private static Network network() {
    return Network.create(TinyTask.residual(), 3);
  }

  private static List<Tensor> trainable(Lesson lesson) {
    return List.copyOf(lesson.trainee().trainable().values());
  }

  private static double norm(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void movesEachWeightMatrixUphillByAShareOfItsLength() {
    Network network = network();
    Map<String, float[]> before = network.values();
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(network, DATA, 1);
          Tensor examples = PGD.examples(lesson);
          Optimizer.trainable(trainable(lesson), true);
          Map<String, Tensor> moves =
              new WeightPerturbation(GAMMA, 0)
                  .apply(lesson.trainee(), () -> PGD.loss(lesson, examples));

          assertThat(moves).containsOnlyKeys("conv1.weight", "conv2.weight", "fc.weight");
          Map<String, float[]> moved = network.values();
          before.forEach(
              (name, values) -> {
                double[] change = new double[values.length];
                double[] own = new double[values.length];
                for (int i = 0; i < change.length; i++) {
                  change[i] = Objects.requireNonNull(moved.get(name))[i] - values[i];
                  own[i] = values[i];
                }
                double expected = moves.containsKey(name) ? GAMMA * norm(own) : 0;
                assertThat(norm(change)).as(name).isCloseTo(expected, within(1e-5));
              });

          double after = PGD.loss(lesson, examples).item();
          WeightPerturbation.undo(lesson.trainee(), moves);
          double here = PGD.loss(lesson, examples).item();
          assertThat(after).isGreaterThan(here + 1e-3);
        });
  }

  /** One step of descent with the gradient at the moved weights, done here by hand. */
  @Test
  void stepsFromTheWeightsAlongTheGradientAtTheMovedOnes() {
    Network updated = network();
    step(updated, new WeightPerturbation(GAMMA, 0), 1);

    Network byHand = network();
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(byHand, DATA, 1);
          Tensor examples = PGD.examples(lesson);
          List<Tensor> weights = trainable(lesson);
          Map<String, Tensor> start = new LinkedHashMap<>();
          byHand.weights().forEach((name, weight) -> start.put(name, weight.copied()));
          Optimizer.trainable(weights, true);
          List<Tensor> uphill = Autograd.grads(PGD.loss(lesson, examples), weights).tensors();
          List<Tensor> moves = new ArrayList<>();
          for (int i = 0; i < weights.size(); i++) {
            double length = norm(uphill.get(i).doubles());
            double share =
                weights.get(i).rank() > 1 ? GAMMA * norm(weights.get(i).doubles()) / length : 0;
            moves.add(uphill.get(i).times(share));
          }
          start.forEach((name, value) -> InPlace.set(named(byHand, name), value));
          for (int i = 0; i < weights.size(); i++) {
            InPlace.add(weights.get(i), 1, moves.get(i));
          }
          List<Tensor> gradients = Autograd.grads(PGD.loss(lesson, examples), weights).tensors();
          for (int i = 0; i < weights.size(); i++) {
            InPlace.add(weights.get(i), -1, moves.get(i));
            InPlace.add(weights.get(i), -RATE, gradients.get(i));
          }
        });

    Map<String, float[]> expected = byHand.values();
    assertThat(expected).containsKey("bn1.running_mean");
    updated
        .values()
        .forEach(
            (name, values) ->
                assertThat(values)
                    .as(name)
                    .containsExactly(Objects.requireNonNull(expected.get(name)), within(2e-6f)));
  }

  @Test
  void isOffWhileItWarmsUp() {
    Network without = network();
    Network warming = network();
    Network warm = network();
    step(without, null, 2);
    step(warming, new WeightPerturbation(GAMMA, 2), 2);
    step(warm, new WeightPerturbation(GAMMA, 2), 3);

    assertThat(warming.values()).containsExactlyEntriesOf(without.values());
    assertThat(warm.values().get("fc.weight")).isNotEqualTo(without.values().get("fc.weight"));
  }

  @Test
  void badSettingsAreRefused() {
    for (double gamma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new WeightPerturbation(gamma, 0))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("positive gamma")
          .hasMessageContaining("" + gamma);
    }
  }

  private static Tensor named(Network network, String name) {
    return Objects.requireNonNull(network.weights().get(name));
  }

  private static void step(Network network, @Nullable WeightPerturbation perturbation, int epoch) {
    Recipe plain = TinyTask.recipe(PGD, TinyTask.descent(RATE), 4, 1);
    Recipe recipe = perturbation == null ? plain : plain.with(Refinements.NONE.with(perturbation));
    NetworkTrainee trainee = new NetworkTrainee(network, DATA.input(), 2);
    HeldOut none = new HeldOut(DATA, new int[0], PGD, 1, Device.CPU);
    Classification task = new Classification(recipe, PGD, trainee, none);
    try (WeightUpdate update = new WeightUpdate(recipe.course(), trainee)) {
      Scope.run(
          () -> {
            Batch batch = Batch.read(DATA, IntStream.range(0, DATA.size()).toArray(), Device.CPU);
            Task.Moment moment = new Task.Moment(1, batch.draws(0, "test"), new Carried());
            update.step(task.exercise(batch, moment), epoch, 0);
          });
    }
  }
}
