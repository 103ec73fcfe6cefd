package dev.redoubt.audit.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.Layer;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.ArgMax;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Clip;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Compare.Relation;
import dev.redoubt.nn.operator.Constant;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Reduce;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Where;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.testing.FiniteDifferences;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Networks that end in hard decisions. */
final class StraightThroughOperatorsTest {
  private static final StraightThroughOperators REMEDY = new StraightThroughOperators();
  private static final String IN = Graph.INPUT;

  private static Pipeline remedied(Pipeline pipeline) {
    Pipeline remedied = REMEDY.of(pipeline, Subjects.batch()).orElseThrow();
    assertThat(Subjects.onTape(remedied)).containsExactly(Subjects.deployed(pipeline));
    Subjects.judgeAlike(remedied, pipeline);
    Subjects.rowsAreTheirOwn(remedied);
    return remedied;
  }

  /** The derivative of a function of each row's logits. */
  private static double[] expected(UnaryOperator<double[]> row) {
    NetworkModel model = Subjects.smooth();
    double[] x = Subjects.batch().inputs().doubles();
    double[] c = Subjects.coefficients(Subjects.ROWS);
    return FiniteDifferences.gradient(
        at -> {
          NetworkModel twin = model.inDoublePrecision().orElseThrow();
          double[] logits = twin.logits(at, Subjects.draws(Subjects.batch())).doubles();
          double[] values = new double[logits.length];
          for (int i = 0; i < Subjects.ROWS; i++) {
            double[] own = row.apply(Arrays.copyOfRange(logits, 3 * i, 3 * i + 3));
            System.arraycopy(own, 0, values, 3 * i, 3);
          }
          return Tensors.of(values, Subjects.ROWS, Subjects.CLASSES);
        },
        c,
        x,
        1e-5,
        Subjects.ROWS,
        Subjects.FEATURES);
  }

  private static double[] each(double[] z, DoubleUnaryOperator f) {
    return Arrays.stream(z).map(f).toArray();
  }

  private static void differentiatesAs(
      Consumer<Graph.Builder> end, Map<String, float[]> weights, UnaryOperator<double[]> row) {
    Scope.run(
        () -> {
          Pipeline remedied = remedied(Pipeline.of(Subjects.smooth(end, weights)));
          double[] slopes = Subjects.gradient(remedied);
          double[] wanted = expected(row);
          for (int i = 0; i < wanted.length; i++) {
            assertThat(slopes[i]).isCloseTo(wanted[i], within(1e-3 * (1 + Math.abs(wanted[i]))));
          }
        });
  }

  private static double softsign(double x) {
    return x / (1 + Math.abs(x));
  }

  /** The softmax of the logits over their spread, which counts as a constant. */
  private static UnaryOperator<double[]> softmaxAt(double[] spreads) {
    int[] calls = {0};
    return z -> {
      double spread = spreads[calls[0]++ % spreads.length];
      double sum = Arrays.stream(z).map(v -> Math.exp(v / spread)).sum();
      return each(z, v -> -2 + 5 * Math.exp(v / spread) / sum);
    };
  }

  private static double[] spreads() {
    double[] logits = Subjects.deployed(Pipeline.of(Subjects.smooth()));
    double[] spreads = new double[Subjects.ROWS];
    for (int i = 0; i < spreads.length; i++) {
      double[] z = Arrays.copyOfRange(logits, 3 * i, 3 * i + 3);
      double mean = Arrays.stream(z).average().orElseThrow();
      spreads[i] = Math.sqrt(Arrays.stream(z).map(v -> (v - mean) * (v - mean)).sum() / 3);
    }
    return spreads;
  }

  @Test
  void whatIsRoundedHasTheIdentitysDerivative() {
    for (Pointwise.Function function :
        List.of(Pointwise.Function.ROUND, Pointwise.Function.FLOOR, Pointwise.Function.CEIL)) {
      differentiatesAs(end -> end.then("steps", new Pointwise(function)), Map.of(), z -> z);
    }
  }

  @Test
  void signsHaveTheDerivativeOfWhatIsFlatNowhere() {
    differentiatesAs(
        end -> end.then("sign", new Pointwise(Pointwise.Function.SIGN)),
        Map.of(),
        z -> each(z, StraightThroughOperatorsTest::softsign));
  }

  @Test
  void aWayThroughIntegersHasTheIdentitysDerivative() {
    differentiatesAs(
        end -> {
          String whole = end.add("whole", new Cast(Cast.Target.INTEGER), end.last());
          end.add("back", new Cast(Cast.Target.FLOATING), whole, IN);
        },
        Map.of(),
        z -> z);
  }

  private static void oneHot(Graph.Builder end, boolean around) {
    String place = end.add("best", new ArgMax(1, around, false), end.last());
    if (around) {
      place = end.add("number", new Cast(Cast.Target.FLOATING), place, IN);
      place = end.add("flat", new Reshape(List.of(-1L)), place);
    }
    String values = end.add("offOn", new Constant(List.of(2L)));
    end.add("hot", new OneHot(Subjects.CLASSES, 1), place, values);
  }

  @Test
  void oneHotHasTheDerivativeOfASoftmaxBetweenOffAndOn() {
    for (boolean around : List.of(false, true)) {
      differentiatesAs(
          end -> oneHot(end, around),
          Map.of("offOn.value", new float[] {-2, 3}),
          softmaxAt(spreads()));
    }
  }

  /** A softmax of the scores as they are would be saturated. */
  @Test
  void oneHotOfHugeScoresHasTheSameDerivative() {
    differentiatesAs(
        end -> {
          String logits = end.last();
          String factor = end.add("factor", new Constant(List.of(1L)));
          end.add("huge", new Multiply(), logits, factor);
          oneHot(end, false);
        },
        Map.of("factor.value", new float[] {1e6f}, "offOn.value", new float[] {-2, 3}),
        softmaxAt(spreads()));
  }

  /** What the exporters of other frameworks make of one-hot: equal to the largest. */
  @Test
  void equalityWithTheLargestPullsTheOthersTowardsIt() {
    differentiatesAs(
        end -> {
          String logits = end.last();
          String most = end.add("most", new Reduce(Reduce.Kind.MAX, List.of(1), true), logits);
          String equal = end.add("equal", new Compare(Relation.EQUAL), logits, most);
          end.add("number", new Cast(Cast.Target.FLOATING), equal, IN);
        },
        Map.of(),
        z -> {
          double most = Arrays.stream(z).max().orElseThrow();
          return each(z, v -> 1 / (1 + Math.abs(v - most)));
        });
  }

  @Test
  void ordersAndWhatJoinsThemAreSoft() {
    Map<String, float[]> weights =
        Map.of(
            "half.value",
            new float[] {.5f},
            "one.value",
            new float[] {1},
            "c.value",
            new float[] {7});
    for (Relation relation :
        List.of(
            Relation.GREATER, Relation.GREATER_OR_EQUAL, Relation.LESS, Relation.LESS_OR_EQUAL)) {
      double sign =
          relation == Relation.GREATER || relation == Relation.GREATER_OR_EQUAL ? .5 : -.5;
      differentiatesAs(
          end -> {
            String logits = end.last();
            String half = end.add("half", new Constant(List.of(1L)));
            String above = end.add("above", new Compare(relation), logits, half);
            String not = end.add("not", new Not(), above);
            String one = end.add("one", new Constant(List.of(1L)));
            String c = end.add("c", new Constant(List.of(1L)));
            String chosen = end.add("chosen", new Where(), not, one, c);
            end.add("sum", new Add(), chosen, logits);
          },
          weights,
          z -> each(z, v -> 6 * sign * softsign(v - .5) + v));
    }
  }

  /** Products and sums: the derivative by one is what the other leaves open. */
  @Test
  void connectivesAreProductsAndSums() {
    for (Logic.Connective connective : Logic.Connective.values()) {
      double[] logits = Subjects.deployed(Pipeline.of(Subjects.smooth()));
      int[] calls = {0};
      differentiatesAs(
          end -> {
            String logit = end.last();
            String a = end.add("a", new Constant(List.of(1L)));
            String b = end.add("b", new Constant(List.of(1L)));
            String one = end.add("one", new Compare(Relation.GREATER), logit, a);
            String other = end.add("other", new Compare(Relation.LESS), logit, b);
            String both = end.add("both", new Logic(connective), one, other);
            end.add("number", new Cast(Cast.Target.FLOATING), both, IN);
          },
          Map.of("a.value", new float[] {-1}, "b.value", new float[] {1.5f}),
          z -> {
            int row = calls[0]++ % Subjects.ROWS;
            double[] values = new double[3];
            for (int j = 0; j < 3; j++) {
              double at = logits[3 * row + j];
              double p = at > -1 ? 1 : 0;
              double q = at < 1.5 ? 1 : 0;
              double dp = softsign(z[j] + 1) / 2;
              double dq = softsign(1.5 - z[j]) / 2;
              double less =
                  switch (connective) {
                    case AND -> 0;
                    case OR -> 1;
                    case XOR -> 2;
                  };
              values[j] =
                  connective == Logic.Connective.AND
                      ? q * dp + p * dq
                      : (1 - less * q) * dp + (1 - less * p) * dq;
            }
            return values;
          });
    }
  }

  /** Masks of minus infinity neither blind nor break the rest. */
  @Test
  void infiniteChoicesAreNoSlopes() {
    differentiatesAs(
        end -> {
          String logits = end.last();
          String low = end.add("low", new Constant(List.of(1L)));
          String seen = end.add("seen", new Compare(Relation.GREATER), logits, low);
          String masked = end.add("masked", new Where(), seen, logits, low);
          end.add("bounded", new Clip(-100, 100), masked);
        },
        Map.of("low.value", new float[] {Float.NEGATIVE_INFINITY}),
        z -> z);
  }

  @Test
  void detectorsReadTheSameLayers() {
    Scope.run(
        () -> {
          NetworkModel model =
              Subjects.smooth(end -> end.then("steps", new Pointwise(Pointwise.Function.ROUND)));
          Pipeline pipeline = Pipeline.of(model, new Subjects.Alarm());
          Pipeline remedied = REMEDY.of(pipeline, Subjects.batch()).orElseThrow();
          Subjects.judgeAlike(remedied, pipeline);
          List<Layer> layers = ((FeatureModel) remedied.classifier()).layers();
          assertThat(layers).isEqualTo(model.layers());
        });
  }

  /** Truth values that something else reads, and those that come out, stay what they are. */
  @Test
  void nothingIsDoneWhereNothingCanBe() {
    NetworkModel counting =
        Subjects.smooth(
            end -> {
              String logits = end.last();
              String a = end.add("a", new Constant(List.of(1L)));
              String above = end.add("above", new Compare(Relation.GREATER), logits, a);
              String sums = end.add("count", new Reduce(Reduce.Kind.SUM, List.of(1), true), above);
              String count = end.add("number", new Cast(Cast.Target.FLOATING), sums, IN);
              end.add("added", new Add(), logits, count);
            },
            Map.of("a.value", new float[] {0}));
    NetworkModel choosing =
        Subjects.smooth(
            end -> {
              String logits = end.last();
              String a = end.add("a", new Constant(List.of(1L)));
              String above = end.add("above", new Compare(Relation.GREATER), logits, a);
              String not = end.add("not", new Not(), above);
              String chosen = end.add("chosen", new Where(), above, not, above);
              String number = end.add("number", new Cast(Cast.Target.FLOATING), chosen, IN);
              end.add("added", new Add(), logits, number);
            },
            Map.of("a.value", new float[] {0}));
    for (Pipeline pipeline :
        List.of(
            Pipeline.of(Subjects.smooth()),
            Pipeline.of(counting),
            Pipeline.of(choosing),
            Pipeline.of(new Toy(x -> x, false)))) {
      assertThat(REMEDY.of(pipeline, Subjects.batch())).isEmpty();
    }
  }
}
