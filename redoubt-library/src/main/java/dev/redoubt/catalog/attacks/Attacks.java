package dev.redoubt.catalog.attacks;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attacks by name, with values behind a colon ({@code pgd:steps=100+restarts=10}); several with
 * commas make a cascade. {@code autoattack} stands for a cascade of its own, with a version behind
 * a colon: {@code autoattack:plus}, {@code autoattack:custom=apgd-ce+square}.
 */
public final class Attacks {
  /** All kinds, as they are listed. */
  public static final List<AttackKind> ALL =
      Stream.of(
              GradientAttacks.ALL,
              AutoAttackParts.ALL,
              MinimumNormAttacks.ALL,
              ScoreAttacks.ALL,
              DecisionAttacks.ALL,
              TransferAttacks.ALL,
              SpatialAttacks.ALL)
          .flatMap(List::stream)
          .toList();

  /** AutoAttack by name; {@code autoattack:custom} wants a list behind {@code =}. */
  private static final List<String> PROTOCOLS =
      List.of("autoattack", "autoattack:plus", "autoattack:rand");

  /** All names. */
  public static final List<String> NAMES =
      Stream.concat(ALL.stream().map(AttackKind::name), PROTOCOLS.stream()).toList();

  private Attacks() {}

  /**
   * The kind of a name.
   *
   * @throws BadInputException if there is none; it names the nearest
   */
  public static AttackKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Suggestion.unknown("attack", name, NAMES));
  }

  /**
   * A cascade from its text. The uniform-noise baseline stands first, asked for or not.
   *
   * @param norm of the threat; the parts of AutoAttack depend on it
   * @param classes of the model; with few of them, losses give way to others
   * @throws BadInputException if a name is unknown, a value out of range, or one of the settings is
   *     of no use to any of the attacks
   */
  public static List<Attack<?>> cascade(
      String text, AttackSettings settings, Norm norm, int classes) {
    AttackContext context =
        new AttackContext(norm, classes, settings.surrogates(), settings.starts());
    List<Attack<?>> attacks = new ArrayList<>();
    attacks.add(new UniformNoise());
    if (settings.firstStrike()) {
      Optional<Integer> draws =
          Optional.ofNullable(settings.values().get("eot")).map(Integer::valueOf);
      attacks.add(AutoAttack.firstStrike(draws, text.contains("autoattack:rand")));
    }
    List<AttackSpec> specs = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      String part = name.strip();
      if (part.equals("noise")) {
        continue;
      }
      if (part.equals("autoattack") || part.startsWith("autoattack:")) {
        attacks.addAll(protocol(part, settings, context, specs));
      } else {
        AttackSpec spec = AttackSpec.parse(part, settings);
        specs.add(spec);
        attacks.add(spec.make(context));
      }
    }
    AttackSpec.checkAllRead(settings, specs, text);
    return attacks;
  }

  private static List<Attack<?>> protocol(
      String name, AttackSettings settings, AttackContext context, List<AttackSpec> specs) {
    String version = name.equals("autoattack") ? "standard" : name.substring(11);
    if (version.equals("custom") || version.startsWith("custom=")) {
      return custom(version, settings, context, specs);
    }
    if (!settings.values().isEmpty()) {
      throw new BadInputException(
          "%s prescribes steps, restarts, targets, queries and draws: without these options, or with a list of your own such as --attack apgd-ce,apgd-t"
              .formatted(name));
    }
    return new AutoAttack(context.norm(), context.classes()).version(version);
  }

  private static List<Attack<?>> custom(
      String version, AttackSettings settings, AttackContext context, List<AttackSpec> specs) {
    List<Attack<?>> attacks = new ArrayList<>();
    String list = version.substring(Math.min(version.length(), 7));
    if (list.isBlank()) {
      throw new BadInputException(
          "autoattack:custom wants a list of attacks, such as autoattack:custom=apgd-ce+square");
    }
    for (String part : list.split("\\+", -1)) {
      AttackSpec spec = AttackSpec.parse(part.strip(), settings);
      specs.add(spec);
      attacks.add(spec.make(context));
    }
    return attacks;
  }

  /**
   * Whether any of a cascade that can be read takes thousands of passes for each survivor, or has
   * no use for budgets.
   */
  public static boolean areLong(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .anyMatch(
            part ->
                part.startsWith("autoattack")
                    || AttackSpec.parse(part, AttackSettings.DEFAULT).kind().isLong());
  }

  /** The names of those that look for the smallest perturbation, and so measure distances. */
  public static List<String> measuringDistances() {
    return ALL.stream().filter(AttackKind::measuresDistances).map(AttackKind::name).toList();
  }

  /** The names of those that can be run on a model under a threat in some norm. */
  public static List<String> namesFor(LabelModel model) {
    return NAMES.stream()
        .filter(
            name ->
                Norm.all().stream()
                    .anyMatch(norm -> canBeRun(name, new ThreatModel(norm, 1), model)))
        .toList();
  }

  /** The names of those that can be run on a model under a threat. */
  public static List<String> namesFor(ThreatModel threat, LabelModel model) {
    return NAMES.stream().filter(name -> canBeRun(name, threat, model)).toList();
  }

  private static boolean canBeRun(String name, ThreatModel threat, LabelModel model) {
    if (!PROTOCOLS.contains(name) && !named(name).standsAlone()) {
      AttackKind kind = named(name);
      return kind.needs().isInstance(model) && kind.norms().contains(threat.norm().name());
    }
    return cascade(name, AttackSettings.DEFAULT, threat.norm(), model.classes()).stream()
        .allMatch(attack -> Binding.obstacle(attack, threat, model).isEmpty());
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
}
