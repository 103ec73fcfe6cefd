package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One sentence for whatever cannot be evaluated. */
class EvaluatorBadInputTest {
  private static void refused(Attack<?> attack, LabelModel model, Dataset data, String... words) {
    assertThatThrownBy(
            () -> Toys.evaluator(Toys.plan(.1, 10, attack)).evaluate(model, data, Journal.none()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(words);
  }

  /** Gives its scores, but no gradients. */
  private record Scores(String name, Declaration declares) implements ScoreModel {
    @Override
    public InputSpec input() {
      return Toys.PLANE;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return Tensors.zeros(DType.FLOAT32, x.rows(), 2);
    }
  }

  @Test
  void gradientAttackOnABlackBoxNamesBoth() {
    LabelModel scores = new Scores("oracle", Declaration.OPAQUE);
    Attack<?> pgd = Pgd.of(3, new StepSize.OfEpsilon(.5), 1);

    refused(pgd, scores, Toys.spread(5), "pgd-3", "gradients", "oracle", "scores");
    refused(new Fgsm(), scores, Toys.spread(5), "fgsm", "gradients", "oracle");
  }

  @Test
  void noAttackIsRunBeforeAllAreChecked() {
    ScriptedAttack<?> first =
        ScriptedAttack.proposing("first", (view, batch, threat) -> batch.inputs().copied());
    Plan plan = Toys.plan(.1, 10, first, new Fgsm());

    assertThatThrownBy(
            () ->
                Toys.evaluator(plan)
                    .evaluate(
                        new Scores("oracle", Declaration.OPAQUE), Toys.spread(5), Journal.none()))
        .isInstanceOf(BadInputException.class);
    assertThat(first.seen()).isEmpty();
  }

  @Test
  void dataMustFitTheModel() {
    InputSpec other = new InputSpec(List.of(3), 0, 1);
    Dataset wide =
        FloatDataset.of(
            new DatasetInfo("wide", "test", other, List.of("a", "b")), new int[1], new float[3]);
    Dataset many =
        FloatDataset.of(
            new DatasetInfo("many", "test", Toys.PLANE, List.of("a", "b", "c")),
            new int[1],
            new float[2]);

    refused(new UniformNoise(), Toys.threshold(), wide, "threshold", "[2]", "wide", "[3]");
    refused(new UniformNoise(), Toys.threshold(), many, "many", "3 classes", "threshold", "2");
    refused(
        new UniformNoise(),
        Toys.threshold(),
        DatasetView.select(Toys.spread(5)),
        "points",
        "no samples");
  }

  @Test
  void valuesOutsideTheModelsRangeNameTheSample() {
    InputSpec range = new InputSpec(List.of(2), -5, 5);
    Dataset data =
        FloatDataset.of(
            new DatasetInfo("wild", "test", range, List.of("a", "b")),
            new int[2],
            new float[] {0, 1, 0, 1.25f});

    refused(new UniformNoise(), Toys.threshold(), data, "sample 1", "1.25", "[0.0, 1.0]");
  }

  @Test
  void notANumberInTheDataNamesTheSample() {
    Dataset data = new Broken(Toys.spread(4), 2);

    refused(new UniformNoise(), Toys.threshold(), data, "sample 2", "NaN");
  }

  @Test
  void logitsThatAreNotFiniteNameTheSample() {
    Network network =
        Network.of(
            Toys.threshold().network().graph(),
            Map.of("fc.weight", new float[4], "fc.bias", new float[] {0, Float.NaN}));
    LabelModel sick = new NetworkModel("sick", network, Toys.PLANE, 2);

    refused(new UniformNoise(), sick, Toys.spread(4), "sick", "NaN", "sample 0");
  }

  @Test
  void plansAreChecked() {
    ThreatModel threat = new ThreatModel(new Linf(), .1);
    List<Attack<?>> attacks = List.of(new UniformNoise());

    assertThatThrownBy(() -> new Plan(threat, List.of(), List.of(), 0, 1, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least one attack");
    assertThatThrownBy(() -> new Plan(threat, attacks, List.of(), 0, 0, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("batch size");
    for (double epsilon : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> new Plan(threat, attacks, List.of(.1, epsilon), 0, 1, 0))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("curve must be positive");
    }
  }

  /** A dataset one of whose samples is not a number. */
  private record Broken(Dataset base, int bad) implements Dataset {
    @Override
    public String name() {
      return base.name();
    }

    @Override
    public String split() {
      return base.split();
    }

    @Override
    public InputSpec input() {
      return base.input();
    }

    @Override
    public List<String> classes() {
      return base.classes();
    }

    @Override
    public int size() {
      return base.size();
    }

    @Override
    public long id(int index) {
      return base.id(index);
    }

    @Override
    public int label(int index) {
      return base.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset) {
      base.read(index, target, offset);
      target[offset] = index == bad ? Float.NaN : target[offset];
    }

    @Override
    public String digest() {
      return base.digest();
    }
  }
}
