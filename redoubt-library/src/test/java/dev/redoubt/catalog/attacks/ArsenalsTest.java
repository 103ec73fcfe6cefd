package dev.redoubt.catalog.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Victims;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.audit.Arsenal;
import dev.redoubt.audit.Effort;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ArsenalsTest {
  private static List<String> names(List<Attack<?>> attacks) {
    return attacks.stream().map(Attack::name).toList();
  }

  private static Arsenal of(Effort effort, Norm norm) {
    return Arsenals.of(effort, norm, 10);
  }

  private static List<Attack<?>> all(Arsenal arsenal) {
    List<Attack<?>> all = new ArrayList<>(arsenal.main());
    all.add(arsenal.naive());
    all.addAll(arsenal.doubled());
    all.add(arsenal.probing());
    all.add(arsenal.persistent());
    all.addAll(arsenal.losses());
    all.addAll(arsenal.scores(100));
    all.addAll(arsenal.labels());
    return all;
  }

  @Test
  void quickIsApgdAndSquareInShort() {
    Arsenal arsenal = of(Effort.QUICK, new Linf());
    assertThat(names(arsenal.main())).containsExactly("noise", "apgd-ce", "apgd-t", "square");
    assertThat(((Apgd) arsenal.main().get(1)).ascent().steps()).isEqualTo(20);
    ApgdT targeted = (ApgdT) arsenal.main().get(2);
    assertThat(targeted.settings()).containsEntry("targets", 3).containsEntry("steps", 20);
    assertThat(arsenal.main().get(3).settings()).containsEntry("queries", 500);
    assertThat(Effort.QUICK.points()).isEqualTo(128);
  }

  @Test
  void standardIsAutoAttack() {
    Arsenal arsenal = of(Effort.STANDARD, new Linf());
    assertThat(names(arsenal.main()))
        .containsExactly("noise", "apgd-ce", "apgd-t", "fab-t", "square");
    assertThat(((Apgd) arsenal.main().get(1)).ascent().steps()).isEqualTo(100);
    assertThat(arsenal.main().get(2).settings()).containsEntry("targets", 9);
    assertThat(arsenal.main().get(4).settings()).containsEntry("queries", 5000);
  }

  @Test
  void thoroughAddsNearestPointsAndRestarts() {
    Arsenal arsenal = of(Effort.THOROUGH, new Linf());
    assertThat(names(arsenal.main()))
        .startsWith("noise", "fmn")
        .doesNotContain("ddn")
        .contains("apgd-ce", "apgd-dlr", "fab", "square", "apgd-t", "fab-t");
    assertThat(names(of(Effort.THOROUGH, new L2()).main())).startsWith("noise", "fmn", "ddn");
    assertThat(of(Effort.THOROUGH, new L2()).labels().get(0).settings())
        .containsEntry("queries", 4000);
  }

  @ParameterizedTest
  @EnumSource
  void doubledHasTwiceTheStepsAndFiveRestarts(Effort effort) {
    Arsenal arsenal = of(effort, new Linf());
    assertThat(names(arsenal.doubled()))
        .isEqualTo(effort == Effort.QUICK ? List.of("apgd-dlr", "fab-t") : List.of("apgd-dlr"));
    assertThat(arsenal.doubled().get(0).settings())
        .containsEntry("steps", 2 * effort.steps())
        .containsEntry("restarts", 5);
    assertThat(arsenal.scores(77).get(0).settings()).containsEntry("queries", 77);
    assertThat(names(arsenal.losses()))
        .containsExactly("apgd-ce", "apgd-margin", "pma", "apgd-t")
        .doesNotHaveDuplicates();
  }

  /** Losses that want more classes than there are give way. */
  @ParameterizedTest
  @EnumSource
  void everythingRunsOnTwoClasses(Effort effort) {
    NetworkModel two = Victims.perceptron(6, 2, 1);
    Arsenal arsenal = Arsenals.of(effort, new Linf(), 2);
    ThreatModel threat = new ThreatModel(new Linf(), .1);
    List<Attack<?>> all = new ArrayList<>(arsenal.doubled());
    all.add(arsenal.probing());
    all.add(arsenal.persistent());
    all.addAll(arsenal.losses());
    all.add(arsenal.main().get(1));
    for (Attack<?> attack : all) {
      assertThat(Binding.obstacle(attack, threat, two)).as(attack.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everythingRunsUnderL1(Effort effort) {
    NetworkModel model = Victims.perceptron(6, 5, 1);
    ThreatModel threat = new ThreatModel(new L1(), 2);
    Arsenal arsenal = Arsenals.of(effort, new L1(), 5);
    for (Attack<?> attack : List.of(arsenal.probing(), arsenal.doubled().get(0))) {
      assertThat(Binding.obstacle(attack, threat, model)).as(attack.name()).isEmpty();
      assertThat(((Apgd) attack).ascent().largeRadii()).isTrue();
    }
    assertThat(((Apgd) of(effort, new Linf()).probing()).ascent().largeRadii()).isFalse();
  }

  /** AutoAttack knows nothing of L0. */
  @ParameterizedTest
  @EnumSource
  void underL0ThereAreTheAttacksThatKnowIt(Effort effort) {
    NetworkModel model = Victims.pictures(1, 6, 6, 5, 1);
    ThreatModel threat = new ThreatModel(new L0(), 3);
    Arsenal arsenal = Arsenals.of(effort, new L0(), 5);
    assertThat(names(arsenal.main())).containsExactly("noise", "fmn", "sparse-rs");
    assertThat(names(arsenal.scores(40))).containsExactly("sparse-rs");
    assertThat(arsenal.scores(40).get(0).settings()).containsEntry("queries", 40);
    for (Attack<?> attack : arsenal.main()) {
      assertThat(Binding.obstacle(attack, threat, model)).as(attack.name()).isEmpty();
    }
    assertThat(Binding.obstacle(arsenal.scores(40).get(0), threat, model)).isEmpty();
    assertThat(Binding.obstacle(arsenal.doubled().get(0), threat, model)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void noiseComesFirstAndOnlyThere(Effort effort) {
    for (Norm norm : List.of(new Linf(), new L2(), new L1(), new L0())) {
      List<String> names = names(all(of(effort, norm)));
      assertThat(names.get(0)).isEqualTo("noise");
      assertThat(names.subList(1, names.size())).doesNotContain("noise");
    }
  }
}
