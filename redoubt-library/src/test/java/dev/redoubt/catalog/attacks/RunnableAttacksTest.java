package dev.redoubt.catalog.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.model.blackbox.Scores;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which attacks a model can take. */
class RunnableAttacksTest {
  private static final ThreatModel THREAT = ThreatModel.parse("linf:0.1");

  private static final InputSpec PLANE = new InputSpec(List.of(2), 0, 1);
  private static final BlackBox BOX = new BlackBox("box", PLANE, 2);
  private static final LabelModel LABELS = BOX.labels(rows -> new int[rows.length]);
  private static final LabelModel SCORES =
      BOX.scores(Scores.LOGITS, rows -> new float[rows.length][2]);

  private static List<Attack<?>> cascade(String names) {
    return Attacks.cascade(names, AttackSettings.DEFAULT, THREAT.norm(), 2);
  }

  @Test
  void gradientModelsTakeAll() {
    Graph graph = Graph.builder().then("flat", new Flatten()).then("fc", new Linear(9, 2)).build();
    NetworkModel model =
        new NetworkModel("net", Network.create(graph, 1), InputSpec.image(1, 3, 3), 2);

    assertThat(Attacks.namesFor(model)).isEqualTo(Attacks.NAMES);
    Attacks.check(cascade("fgsm,pgd"), THREAT, model);
  }

  @Test
  void blackBoxesTakeWhatNeedsNoGradients() {
    assertThat(Attacks.namesFor(LABELS)).contains("noise").doesNotContain("fgsm", "pgd");
    assertThat(Attacks.namesFor(SCORES)).containsAll(Attacks.namesFor(LABELS));
    Attacks.check(cascade("noise"), THREAT, LABELS);
  }

  @Test
  void sentenceSaysWhatIsMissingAndWhatCanBeRun() {
    assertThatThrownBy(() -> Attacks.check(cascade("noise,pgd"), THREAT, SCORES))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "attack pgd-40 needs gradients, but model box gives only scores;"
                + " what can be run on it: noise");
    assertThatThrownBy(() -> Attacks.check(cascade("fgsm"), THREAT, LABELS))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("attack fgsm needs gradients, but model box gives only labels;");
  }
}
