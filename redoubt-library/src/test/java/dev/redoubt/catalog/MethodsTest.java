package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.objective.CleanMixture;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.SeveralNorms;
import dev.redoubt.train.objective.SeveralNorms.Combination;
import dev.redoubt.train.objective.Trades;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training methods by name: each with its defaults, each refusing what it would not read. */
class MethodsTest {
  private static final InputSpec IMAGE = InputSpec.image(3, 32, 32);
  private static final MethodSettings PLAIN = MethodSettings.DEFAULT;
  private static final MethodSettings AGAINST_L2 = PLAIN.with(ThreatModel.parse("l2:1"));

  private static List<Method> methods() {
    return Methods.ALL;
  }

  private static MethodSettings fitting(Method method) {
    return method.needsThreat() ? AGAINST_L2 : PLAIN;
  }

  @Test
  void allOfTheIssuesNamesAreThere() {
    assertThat(Methods.names())
        .contains("standard", "pgd", "trades", "mart", "fgsm-rs", "n-fgsm", "free")
        .contains(
            "gaussian", "uniform", "ablation", "deletion", "smoothadv", "consistency", "macer")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void eachIsMadeUnderItsName(Method method) {
    Objective objective = Methods.named(method.name(), fitting(method), IMAGE);

    assertThat(objective.name()).isEqualTo(method.name());
    assertThat(objective.threats().isEmpty()).isEqualTo(!method.needsThreat());
    assertThat(objective.smoothing().isPresent())
        .isEqualTo(method.defaults().containsKey(MethodNumber.COPIES));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void eachRefusesWhatItWouldNotRead(Method method) {
    for (MethodNumber number : MethodNumber.values()) {
      if (!method.defaults().containsKey(number)) {
        refused(method.name(), fitting(method).with(number, 1), method.name(), number.option());
      }
    }
    if (method.needsThreat()) {
      refused(method.name(), PLAIN, method.name(), "--threat");
    } else {
      refused(method.name(), AGAINST_L2, method.name(), "--method pgd");
    }
    MethodSettings mixed =
        new MethodSettings(
            fitting(method).threats(), Combination.MAX, Optional.empty(), .5, Map.of());
    if (method.mixes()) {
      assertThat(Methods.named(method.name(), mixed, IMAGE)).isInstanceOf(CleanMixture.class);
    } else {
      refused(method.name(), mixed, method.name(), "--clean-fraction");
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void eachNumberReachesTheObjective(Method method) {
    Objective usual = Methods.named(method.name(), fitting(method), IMAGE);
    for (MethodNumber number : method.defaults().keySet()) {
      boolean share = number == MethodNumber.DELETION_RATE || number == MethodNumber.FILL;
      double other = share ? .7 : 3;
      Objective changed = Methods.named(method.name(), fitting(method).with(number, other), IMAGE);
      assertThat(changed).as("%s %s", method.name(), number).isNotEqualTo(usual);
    }
  }

  @Test
  void severalThreatsAreForPgd() {
    MethodSettings two =
        new MethodSettings(
            List.of(ThreatModel.parse("linf:0.1"), ThreatModel.parse("l2:1")),
            Combination.AVERAGE,
            Optional.empty(),
            0,
            Map.of());

    assertThat(Methods.named("pgd", two, IMAGE)).isInstanceOf(SeveralNorms.class);
    assertThat(Methods.named("pgd", two, IMAGE).threats()).hasSize(2);
    refused("trades", two, "trades", "one threat");
  }

  @Test
  void badNumbersAreOneSentence() {
    refused("trades", AGAINST_L2.with(MethodNumber.BETA, -1), "beta", "-1");
    refused("mart", AGAINST_L2.with(MethodNumber.BETA, -1), "beta", "-1");
    refused("pgd", AGAINST_L2.with(MethodNumber.STEPS, 0), "step", "0");
    refused("pgd", AGAINST_L2.with(MethodNumber.STEPS, 2.5), "whole number", "2.5");
    refused("free", AGAINST_L2.with(MethodNumber.REPLAYS, 0), "replay");
    refused("gaussian", PLAIN.with(MethodNumber.SIGMA, 0), "sigma");
    refused("macer", PLAIN.with(MethodNumber.COPIES, 0), "cop");
    refused("uniform", PLAIN.with(MethodNumber.COPIES, 0), "uniform", "1 copy");
    refused("ablation", PLAIN.with(MethodNumber.KEPT, 1.5), "--kept", "whole number");
    refused("ablation", PLAIN.with(MethodNumber.KEPT, 512), "1024 pixels", "512");
    refused("deletion", PLAIN.with(MethodNumber.DELETION_RATE, 1), "rate", "1");
    refused("deletion", PLAIN.with(MethodNumber.FILL, 1.5), "filled in", "1.5");
    refused("gaussian", PLAIN.with(MethodNumber.FILL, .5), "gaussian", "--fill");
    refused("smoothadv", PLAIN.with(ThreatModel.parse("linf:0.1")), "l2");
    refused("standart", PLAIN, "'standart'", "'standard'");
  }

  @Test
  void stepSizeReachesTheInnerAttack() {
    MethodSettings settings =
        new MethodSettings(
            AGAINST_L2.threats(),
            Combination.MAX,
            Optional.of(new StepSize.Absolute(.05)),
            0,
            Map.of(MethodNumber.STEPS, 7.0, MethodNumber.BETA, 2.0));

    assertThat(Methods.named("trades", settings, IMAGE))
        .isEqualTo(new Trades(ThreatModel.parse("l2:1"), 2, 7, new StepSize.Absolute(.05)));
    refused(
        "fgsm-rs",
        new MethodSettings(
            AGAINST_L2.threats(),
            Combination.MAX,
            Optional.of(new StepSize.Absolute(.05)),
            0,
            Map.of()),
        "fgsm-rs",
        "--attack-step-size");
  }

  @ParameterizedTest(name = "{0} on {1}×{2}×{2}")
  @CsvSource({
    "linf:0.3,   1, 28, 40, 30",
    "linf:0.1,   1, 28, 40, 30",
    "linf:0.09,  1, 28, 10, 4",
    "linf:8/255, 1, 28, 10, 4",
    "l2:2,       1, 28, 10, 4",
    "linf:0.3,   3, 32, 10, 4",
    "linf:0.3,   1, 29, 10, 4",
  })
  void pgdTrainingHasTheSettingsOfMadryOnMnist(
      String threat, int channels, int side, int steps, double share) {
    PgdTraining training =
        (PgdTraining)
            Methods.named(
                "pgd",
                MethodSettings.DEFAULT.with(ThreatModel.parse(threat)),
                InputSpec.image(channels, side, side));

    assertThat(training.steps()).isEqualTo(steps);
    assertThat(training.stepSize().at(1)).isCloseTo(1 / share, within(1e-12));
    assertThat(training.threat().text()).isEqualTo(threat);
  }

  private static void refused(String name, MethodSettings settings, String... words) {
    assertThatThrownBy(() -> Methods.named(name, settings, IMAGE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(words);
  }
}
