package dev.redoubt.catalog.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.decision.NoiseStarts;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.data.InputSpec;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From names and values to attacks. */
class AttacksTest {
  private static List<Attack<?>> cascade(String text, AttackSettings settings) {
    return Attacks.cascade(text, settings, new Linf(), 10);
  }

  private static List<String> names(List<Attack<?>> cascade) {
    return cascade.stream().map(Attack::name).toList();
  }

  static List<AttackKind> kinds() {
    return Attacks.ALL;
  }

  /** What the list says of an attack is what the attack itself says. */
  @ParameterizedTest
  @MethodSource("kinds")
  void theListIsRight(AttackKind kind) {
    assertThat(Attacks.named(kind.name())).isSameAs(kind);
    assertThat(kind.norms()).isNotEmpty().isSubsetOf(AttackKind.EVERY_NORM);
    assertThat(List.of(kind.summary(), kind.cost())).noneMatch(String::isBlank);
    assertThat(kind.parameters().stream().map(Parameter::name)).doesNotHaveDuplicates();
    if (kind.standsAlone()) {
      Network network =
          Network.create(
              Graph.builder().then("flat", new Flatten()).then("fc", new Linear(64, 5)).build(), 1);
      NetworkModel model = new NetworkModel("net", network, InputSpec.image(1, 8, 8), 5);
      for (Norm norm : Norm.all()) {
        AttackContext context = new AttackContext(norm, 5, List.of(), new NoiseStarts());
        Attack<?> attack = AttackSpec.parse(kind.name(), AttackSettings.DEFAULT).make(context);
        assertThat(attack.needs()).isEqualTo(kind.needs());
        assertThat(attack.refuses(new ThreatModel(norm, 1), model).isEmpty())
            .as("%s at %s", kind.name(), norm.name())
            .isEqualTo(kind.norms().contains(norm.name()));
        assertThat(attack instanceof MinimumNormAttack<?>).isEqualTo(kind.measuresDistances());
      }
    }
  }

  @Test
  void noiseStandsFirstOnce() {
    assertThat(names(cascade("fgsm, pgd", AttackSettings.DEFAULT)))
        .containsExactly("noise", "fgsm", "pgd-40");
    assertThat(names(cascade("noise", AttackSettings.DEFAULT))).containsExactly("noise");
    assertThat(names(cascade("bim,noise,mi-fgsm,fgsm:minimal", AttackSettings.DEFAULT)))
        .containsExactly("noise", "bim-10", "mi-fgsm-10", "fgsm-minimal");
  }

  @Test
  void settingsReachTheAttack() {
    AttackSettings settings =
        AttackSettings.DEFAULT
            .with("loss", "margin")
            .with("step-size", "0.02")
            .withSteps(7)
            .withRestarts(3);
    Pgd pgd = (Pgd) cascade("pgd", settings).get(1);
    Pgd plain = (Pgd) cascade("pgd", AttackSettings.DEFAULT).get(1);

    assertThat(pgd.name()).isEqualTo("pgd-7");
    assertThat(pgd.loss()).isEqualTo(new Margin());
    assertThat(pgd.steps()).isEqualTo(7);
    assertThat(pgd.stepSize().at(.3)).isEqualTo(.02);
    assertThat(pgd.restarts()).isEqualTo(3);
    assertThat(plain.restarts()).isEqualTo(5);
    assertThat(plain.stepSize().at(.3)).isCloseTo(.3 * 2.5 / 40, within(1e-12));
    assertThat(plain.stopWhenBroken()).isTrue();
  }

  @Test
  void valuesOfOneAttackGoBeforeThoseOfAll() {
    List<Attack<?>> all =
        cascade("pgd:steps=8+loss=dlr,bim,fab-t:30+targets=2", AttackSettings.DEFAULT.withSteps(5));
    assertThat(names(all)).containsExactly("noise", "pgd-8", "bim-5", "fab-t");
    assertThat(((Pgd) all.get(1)).loss().name()).isEqualTo("dlr");
    assertThat(all.get(3)).isEqualTo(new FabT(new dev.redoubt.attack.fab.Fab(30, 1), 2));
  }

  @Test
  void whatCantBeReadIsRefused() {
    refused("fgsm,pdg", "attack 'pdg'", "'pgd'");
    refused("", "attack ''");
    refused("pgd:stops=3", "parameter of attack pgd 'stops'", "'steps'");
    refused("pgd:steps=0", "steps of attack pgd must be at least 1, not 0");
    refused("pgd:steps=x", "steps of attack pgd must be a whole number, not 'x'");
    refused("pgd:loss=kl", "loss 'kl'");
    refused("noise:3", "noise", "no parameters");
    refused("autoattack:custom=", "autoattack:custom wants a list");
  }

  @Test
  void settingsThatNoAttackReadsAreRefused() {
    AttackSettings queries = AttackSettings.DEFAULT.withQueries(5);
    assertThatThrownBy(() -> cascade("fgsm,pgd", queries))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no attack of 'fgsm,pgd' takes queries; those that do: square");
    assertThat(names(cascade("fgsm,square", queries))).contains("square");
    assertThat(names(cascade("pgd", AttackSettings.DEFAULT.with("eot", "4")))).contains("pgd-40");
  }

  private static void refused(String text, String... words) {
    ThrowingCallable call = () -> cascade(text, AttackSettings.DEFAULT);
    assertThatThrownBy(call).isInstanceOf(BadInputException.class).hasMessageContainingAll(words);
  }
}
