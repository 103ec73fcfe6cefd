package dev.redoubt.catalog.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The versions of AutoAttack as its authors run them. */
class AutoAttackTest {
  private static List<String> cascade(String version, Norm norm, int classes) {
    List<Attack<?>> all = Attacks.cascade(version, AttackSettings.DEFAULT, norm, classes);
    return all.subList(1, all.size()).stream().map(AutoAttackTest::text).toList();
  }

  /** The name, and what the version decides. */
  private static String text(Attack<?> attack) {
    StringBuilder text = new StringBuilder(attack.name());
    for (String setting : List.of("loss", "steps", "restarts", "targets", "eot", "queries")) {
      if (attack.settings().containsKey(setting)) {
        text.append(' ').append(attack.settings().get(setting));
      }
    }
    return text + (attack.settings().containsKey("large_radii") ? " wide" : "");
  }

  @Test
  void standard() {
    for (Norm norm : List.of(new Linf(), new L2())) {
      assertThat(cascade("autoattack", norm, 10))
          .containsExactly(
              "apgd-ce ce 100 1 1",
              "apgd-t targeted-dlr 100 1 9 1",
              "fab-t 100 1 9",
              "square 1 5000")
          .isEqualTo(cascade("autoattack:standard", norm, 10));
    }
    assertThat(cascade("autoattack", new L1(), 10))
        .containsExactly(
            "apgd-ce ce 100 5 1 wide",
            "apgd-t targeted-dlr 100 1 5 1 wide",
            "fab-t 100 1 9",
            "square 1 5000");
  }

  @Test
  void plusAndRand() {
    assertThat(cascade("autoattack:plus", new Linf(), 10))
        .containsExactly(
            "apgd-ce ce 100 5 1",
            "apgd-dlr dlr 100 5 1",
            "fab 100 5",
            "square 1 5000",
            "apgd-t targeted-dlr 100 1 9 1",
            "fab-t 100 1 9");
    for (Norm norm : List.of(new Linf(), new L1())) {
      assertThat(cascade("autoattack:rand", norm, 10))
          .containsExactly("apgd-ce ce 100 1 20", "apgd-dlr dlr 100 1 20");
    }
  }

  @Test
  void withFewClassesOtherLossesTakeTheirPlace() {
    assertThat(cascade("autoattack:plus", new Linf(), 3))
        .contains("apgd-dlr dlr 100 5 1", "apgd-t targeted-margin 100 1 9 1");
    assertThat(cascade("autoattack:rand", new Linf(), 2))
        .contains("apgd-dlr probability-margin 100 1 20");
    assertThat(cascade("apgd-dlr,apgd-t", new Linf(), 2))
        .containsExactly("apgd-dlr probability-margin 100 1 1", "apgd-t targeted-margin 100 1 9 1");
  }

  @Test
  void listsOfOnesOwnTakeSettings() {
    AttackSettings settings =
        AttackSettings.DEFAULT.withSteps(7).withQueries(50).withFirstStrike(true);
    List<Attack<?>> all =
        Attacks.cascade("autoattack:custom=apgd-t+square", settings, new Linf(), 10);
    assertThat(all.stream().map(AutoAttackTest::text))
        .containsExactly(
            "noise",
            "first-strike probability-margin 20 1 1",
            "apgd-t targeted-dlr 7 1 9 1",
            "square 1 50");
  }
}
