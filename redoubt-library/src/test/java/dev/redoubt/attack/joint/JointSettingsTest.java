package dev.redoubt.attack.joint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.StepSize;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.threat.ThreatModel;
import org.junit.jupiter.api.Test;

/** What the attacks on class and rejection can be asked for. */
class JointSettingsTest {

  @Test
  void settingsAndRefusalsAreSentences() {
    NetworkModel model = Sum.model();
    assertThatThrownBy(() -> new OrthogonalPgd(0, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("orthogonal-pgd wants at least 1 step and 1 restart, not 0 and 1");
    assertThat(new OrthogonalPgd().refuses(ThreatModel.parse("l0:2"), model))
        .contains("attack orthogonal-pgd has no form for l0, only for linf, l2 and l1");
    assertThat(new SelectivePgd().refuses(ThreatModel.parse("l0:2"), model)).isEmpty();
    assertThat(
            new FeatureMatching(Guides.of(new float[0][], new int[0]))
                .refuses(ThreatModel.parse("l2:1"), model))
        .contains("attack feature-matching wants at least 1 guide, but there is none");
    assertThat(
            new FeatureMatching(Guides.of(new float[][] {{1, 2, 3}}, new int[1]))
                .refuses(ThreatModel.parse("l2:1"), model))
        .contains("attack feature-matching has guides of 3 values, but model sum takes 2");
    assertThat(new OrthogonalPgd(new Margin(), 5, new StepSize.Absolute(.1), 2).scaled(3))
        .isEqualTo(new OrthogonalPgd(new Margin(), 5, new StepSize.Absolute(.1 * 3), 2));
    for (Attack<RejectingModel> attack : Attackers.usual()) {
      assertThat(attack.scaled(2)).isEqualTo(attack);
      assertThat(attack.needs()).isEqualTo(RejectingModel.class);
      assertThat(attack.settings()).containsEntry("steps", 100).containsKey("restarts");
    }
  }
}
