package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The attacks by name: {@code noise}, {@code fgsm}, {@code fgsm:minimal}, {@code bim}, {@code
 * mi-fgsm}, {@code pgd}; several with commas make a cascade.
 */
public final class Attacks {
  /** All names. */
  public static final List<String> NAMES =
      List.of("noise", "fgsm", "fgsm:minimal", "bim", "mi-fgsm", "pgd");

  /** Steps of PGD unless set. */
  public static final int PGD_STEPS = 40;

  /** Restarts of PGD unless set. */
  public static final int PGD_RESTARTS = 5;

  private Attacks() {}

  /**
   * A cascade from its text. The uniform-noise baseline stands first, asked for or not.
   *
   * @throws BadInputException if a name is unknown
   */
  public static List<Attack<?>> cascade(String text, AttackSettings settings) {
    List<Attack<?>> attacks = new ArrayList<>();
    attacks.add(new UniformNoise());
    for (String name : text.split(",", -1)) {
      if (!name.strip().equals("noise")) {
        attacks.add(named(name.strip(), settings));
      }
    }
    return attacks;
  }

  /** The names of those that can be run on a model under a threat in some norm. */
  public static List<String> namesFor(LabelModel model) {
    return NAMES.stream()
        .filter(
            name ->
                Norm.all().stream()
                    .anyMatch(norm -> namesFor(new ThreatModel(norm, 1), model).contains(name)))
        .toList();
  }

  /** The names of those that can be run on a model under a threat. */
  public static List<String> namesFor(ThreatModel threat, LabelModel model) {
    AttackSettings settings =
        new AttackSettings(
            new CrossEntropy(), Optional.empty(), Optional.empty(), Optional.empty());
    return NAMES.stream()
        .filter(name -> Binding.obstacle(named(name, settings), threat, model).isEmpty())
        .toList();
  }

  /**
   * Refuses a cascade that can't be run on a model under a threat, and says what can be run
   * instead.
   *
   * @throws BadInputException naming the attack, what is in its way, and the attacks that would do
   */
  public static void check(List<Attack<?>> cascade, ThreatModel threat, LabelModel model) {
    for (Attack<?> attack : cascade) {
      Binding.obstacle(attack, threat, model)
          .ifPresent(
              sentence -> {
                throw new BadInputException(
                    "%s; what can be run on it: %s"
                        .formatted(sentence, String.join(", ", namesFor(threat, model))));
              });
    }
  }

  private static Attack<?> named(String name, AttackSettings settings) {
    return switch (name) {
      case "noise" -> new UniformNoise();
      case "fgsm" -> new Fgsm(settings.loss(), 0);
      case "fgsm:minimal" -> new Fgsm(settings.loss(), Fgsm.minimal().searchSteps());
      case "bim" -> iterative(Pgd.bim(settings.steps().orElse(10)), settings);
      case "mi-fgsm" -> iterative(Pgd.momentumIterative(settings.steps().orElse(10)), settings);
      case "pgd" -> {
        int steps = settings.steps().orElse(PGD_STEPS);
        yield iterative(
            Pgd.of(steps, new StepSize.OfEpsilon(2.5 / Math.max(1, steps)), PGD_RESTARTS),
            settings);
      }
      default -> throw Suggestion.unknown("attack", name, NAMES);
    };
  }

  private static Pgd iterative(Pgd base, AttackSettings settings) {
    return new Pgd(
        base.name(),
        settings.loss(),
        base.steps(),
        settings.stepSize().orElse(base.stepSize()),
        base.randomStart() ? settings.restarts().orElse(base.restarts()) : 1,
        base.randomStart(),
        base.momentum(),
        true);
  }
}
