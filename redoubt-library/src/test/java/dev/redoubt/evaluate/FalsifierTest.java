package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.spec.Counterexample;
import dev.redoubt.model.spec.Inequality;
import dev.redoubt.model.spec.Inequality.Term;
import dev.redoubt.model.spec.InputBox;
import dev.redoubt.model.spec.Specification;
import dev.redoubt.model.spec.UnsafeCase;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counterexamples of a network with one output, the sum of its ten inputs. */
class FalsifierTest {
  private static final int INPUTS = 10;
  private static final Attack<?> PGD = Pgd.of(20, new StepSize.OfEpsilon(0.25), 1);

  private static NetworkModel sum() {
    Graph graph = Graph.builder().then("fc", new Linear(INPUTS, 1)).build();
    float[] ones = new float[INPUTS];
    Arrays.fill(ones, 1);
    InputSpec input = new InputSpec(List.of(INPUTS), -1e30, 1e30);
    Network network = Network.of(graph, Map.of("fc.weight", ones, "fc.bias", new float[1]));
    return new NetworkModel("sum", network, input, 1);
  }

  /** All inputs in one interval, and the sum at least so much. */
  private static UnsafeCase atLeast(double sum, double low, double high) {
    double[] lows = new double[INPUTS];
    double[] highs = new double[INPUTS];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return new UnsafeCase(
        new InputBox(lows, highs), List.of(new Inequality(List.of(new Term(0, -1)), -sum)));
  }

  private static Optional<Counterexample> falsify(Attack<?> attack, UnsafeCase... cases) {
    Specification spec = new Specification(INPUTS, 1, List.of(cases));
    Optional<Counterexample> found =
        Falsifier.of(List.of(attack), 0, Device.CPU).falsify(sum(), spec);
    found.ifPresent(example -> assertThat(spec.isViolatedBy(example.x(), example.y())).isTrue());
    return found;
  }

  @Test
  void findsTheCornerOfTheBox() {
    Counterexample found = falsify(PGD, atLeast(19.9, -1, 2)).orElseThrow();

    assertThat(found.attack()).isEqualTo("pgd-20");
    assertThat(found.fragile()).isFalse();
    assertThat(Arrays.stream(found.x()).sum()).isBetween(19.9, 20.0);
    assertThat(found.y()[0]).isBetween(19.9, 20.0);
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertThat(falsify(PGD, atLeast(20.01, -1, 2))).isEmpty();
  }

  @Test
  void looksIntoEveryBox() {
    Counterexample found =
        falsify(PGD, atLeast(1, -1, 0), atLeast(9.9, 0, .5), atLeast(59.5, 5, 6)).orElseThrow();
    assertThat(Arrays.stream(found.x()).boxed()).allMatch(x -> x >= 5 && x <= 6);
  }

  @Test
  void startIsLookedAtFirst() {
    Counterexample found = falsify(PGD, atLeast(4, -1, 2)).orElseThrow();
    assertThat(found.attack()).isEqualTo("start");
    assertThat(found.x()).containsOnly(.5);
  }

  /** Ten tries of noise around the middle reach a sum of about 5 ± 3, and never 19. */
  @Test
  void startsNearTheBoundsToo() {
    Attack<?> noise = new UniformNoise();
    assertThat(falsify(noise, atLeast(17.5, -1, 2)).orElseThrow().attack()).isEqualTo("start");
    assertThat(falsify(noise, atLeast(19.99, -1, 2))).isEmpty();
  }

  /** A tenth is no number of 32 bits: the point stays what is written all the same. */
  @Test
  void inputsOfOneValueStayWhatIsWritten() {
    Counterexample found = falsify(PGD, atLeast(.9, .1, .1)).orElseThrow();
    assertThat(found.x()).containsOnly(.1);
  }

  @Test
  void counterexampleIsWrittenForTheCompetition() {
    Counterexample example =
        new Counterexample(new double[] {.1, -2}, new double[] {1e-9}, "pgd", false);
    assertThat(example.text()).isEqualTo("((X_0 0.1)\n(X_1 -2.0)\n(Y_0 1.0E-9))\n");
  }

  @Test
  void networkMustFit() {
    Specification two = new Specification(INPUTS, 2, List.of(atLeast(0, 0, 1)));
    assertThatThrownBy(() -> Falsifier.of(List.of(PGD), 0, Device.CPU).falsify(sum(), two))
        .isInstanceOf(BadInputException.class)
        .hasMessage("model sum has 10 inputs and 1 outputs, but the specification 10 and 2");
  }
}
