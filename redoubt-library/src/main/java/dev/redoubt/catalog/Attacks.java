package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The attacks by name; several with commas make a cascade. {@code autoattack} stands for a cascade
 * of its own, with a version behind a colon: {@code autoattack:plus}, {@code
 * autoattack:custom=apgd-ce+square}.
 */
public final class Attacks {
  /** All names; {@code autoattack:custom} wants a list behind {@code =}. */
  public static final List<String> NAMES =
      List.of(
          "noise",
          "fgsm",
          "fgsm:minimal",
          "bim",
          "mi-fgsm",
          "pgd",
          "apgd-ce",
          "apgd-dlr",
          "apgd-t",
          "fab",
          "fab-t",
          "square",
          "autoattack",
          "autoattack:plus",
          "autoattack:rand");

  /** Steps of PGD unless set. */
  public static final int PGD_STEPS = 40;

  /** Restarts of PGD unless set. */
  public static final int PGD_RESTARTS = 5;

  private Attacks() {}

  /**
   * A cascade from its text. The uniform-noise baseline stands first, asked for or not.
   *
   * @param norm of the threat; the parts of AutoAttack depend on it
   * @param classes of the model; with few of them, losses give way to others
   * @throws BadInputException if a name is unknown
   */
  public static List<Attack<?>> cascade(
      String text, AttackSettings settings, Norm norm, int classes) {
    List<Attack<?>> attacks = new ArrayList<>();
    attacks.add(new UniformNoise());
    if (settings.firstStrike()) {
      attacks.add(
          new AutoAttack(norm, classes).firstStrike(settings, text.contains("autoattack:rand")));
    }
    for (String name : text.split(",", -1)) {
      attacks.addAll(part(name.strip(), settings, norm, classes));
    }
    return attacks;
  }

  /** What one name of a cascade stands for. */
  private static List<Attack<?>> part(
      String name, AttackSettings settings, Norm norm, int classes) {
    if (name.equals("noise")) {
      return List.of();
    }
    if (!name.equals("autoattack") && !name.startsWith("autoattack:")) {
      return List.of(named(name, settings, norm, classes));
    }
    String version = name.equals("autoattack") ? "standard" : name.substring(11);
    if (version.equals("custom") || version.startsWith("custom=")) {
      return custom(version, settings, norm, classes);
    }
    if (settings.overridesProtocol()) {
      throw new BadInputException(
          "%s prescribes steps, restarts, targets, queries and draws: without these options, or with a list of your own such as --attack apgd-ce,apgd-t"
              .formatted(name));
    }
    return new AutoAttack(norm, classes).version(version);
  }

  private static List<Attack<?>> custom(
      String version, AttackSettings settings, Norm norm, int classes) {
    List<Attack<?>> attacks = new ArrayList<>();
    String list = version.substring(Math.min(version.length(), 7));
    if (list.isBlank()) {
      throw new BadInputException(
          "autoattack:custom wants a list of attacks, such as autoattack:custom=apgd-ce+square");
    }
    for (String part : list.split("\\+", -1)) {
      attacks.add(named(part.strip(), settings, norm, classes));
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
    return NAMES.stream()
        .filter(
            name ->
                cascade(name, AttackSettings.DEFAULT, threat.norm(), model.classes()).stream()
                    .allMatch(attack -> Binding.obstacle(attack, threat, model).isEmpty()))
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

  private static Attack<?> named(String name, AttackSettings settings, Norm norm, int classes) {
    AutoAttack parts = new AutoAttack(norm, classes);
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
      case "apgd-ce" -> parts.ce(parts.away(settings));
      case "apgd-dlr" -> parts.dlr(parts.away(settings));
      case "apgd-t" -> parts.targeted(parts.towards(settings), parts.targets(settings));
      case "fab" -> parts.fab(settings);
      case "fab-t" -> parts.fabT(settings);
      case "square" -> parts.square(settings);
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
