package dev.redoubt.catalog;

import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.attack.square.Square;
import dev.redoubt.loss.Dlr;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.ProbabilityMargin;
import dev.redoubt.loss.TargetedDlr;
import dev.redoubt.loss.TargetedLoss;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.Norm;
import java.util.List;

/**
 * AutoAttack (Croce and Hein 2020, section 5; for L1 Croce and Hein 2021): the parts with the
 * settings that each version prescribes.
 *
 * <p>Where a model has too few classes for a loss, another takes its place: the targeted margin for
 * the targeted difference of logits ratio below four classes, the probability margin for the
 * difference of logits ratio below three.
 */
final class AutoAttack {
  /** All versions. */
  static final List<String> VERSIONS = List.of("standard", "plus", "rand", "custom");

  private static final int STEPS = 100;
  private static final int TARGETS = 9;
  private static final int DRAWS = 20;
  private static final int STRIKE_STEPS = 20;

  private final boolean l1;
  private final int classes;

  /** The parts for a norm and a number of classes. */
  AutoAttack(Norm norm, int classes) {
    this.l1 = norm instanceof L1;
    this.classes = classes;
  }

  /**
   * The cascade of a version.
   *
   * @throws dev.redoubt.BadInputException if there is none of that name
   */
  List<Attack<?>> version(String name) {
    return switch (name) {
      case "standard" ->
          List.of(ce(standard()), targeted(once(), targets()), new FabT(), new Square());
      case "plus" ->
          List.of(
              ce(new Ascent(STEPS, 5, 1, false)),
              dlr(new Ascent(STEPS, 5, 1, false)),
              new Fab(STEPS, 5),
              new Square(),
              targeted(new Ascent(STEPS, 1, 1, false), TARGETS),
              new FabT());
      case "rand" ->
          List.of(ce(new Ascent(STEPS, 1, DRAWS, false)), dlr(new Ascent(STEPS, 1, DRAWS, false)));
      default -> throw Suggestion.unknown("version of autoattack", name, VERSIONS);
    };
  }

  /** One run away from the label; for L1 five. There, all runs go through larger radii. */
  private Ascent standard() {
    return new Ascent(STEPS, l1 ? 5 : 1, 1, l1);
  }

  private Ascent once() {
    return new Ascent(STEPS, 1, 1, l1);
  }

  /** The ascent away from the label of the standard version, but for what is set. */
  Ascent away(AttackSettings settings) {
    return changed(standard(), settings);
  }

  /** The ascent towards targets of the standard version, but for what is set. */
  Ascent towards(AttackSettings settings) {
    return changed(once(), settings);
  }

  private static Ascent changed(Ascent base, AttackSettings settings) {
    return new Ascent(
        settings.steps().orElse(base.steps()),
        settings.restarts().orElse(base.restarts()),
        settings.eot().orElse(1),
        base.largeRadii());
  }

  /** The targets of the standard version, unless set. */
  int targets(AttackSettings settings) {
    return settings.targets().orElse(targets());
  }

  private int targets() {
    return l1 ? 5 : TARGETS;
  }

  Apgd ce(Ascent ascent) {
    return Apgd.ce(ascent);
  }

  Apgd dlr(Ascent ascent) {
    Loss loss = classes < new Dlr().leastClasses() ? new ProbabilityMargin() : new Dlr();
    return new Apgd("apgd-dlr", loss, ascent);
  }

  ApgdT targeted(Ascent ascent, int targets) {
    TargetedLoss loss =
        classes < new TargetedDlr().leastClasses() ? new TargetedMargin() : new TargetedDlr();
    return new ApgdT(loss, targets, ascent);
  }

  Fab fab(AttackSettings settings) {
    return new Fab(settings.steps().orElse(STEPS), settings.restarts().orElse(1));
  }

  FabT fabT(AttackSettings settings) {
    return new FabT(fab(settings), settings.targets().orElse(new FabT().targets()));
  }

  Square square(AttackSettings settings) {
    Square standard = new Square();
    return new Square(
        settings.queries().orElse(standard.queries()),
        settings.restarts().orElse(1),
        standard.pInit());
  }

  /**
   * 20 steps on the probability margin: breaks at little cost most of what can be broken.
   *
   * @param random whether the version for random models follows, whose draws it takes
   */
  Apgd firstStrike(AttackSettings settings, boolean random) {
    int draws = settings.eot().orElse(random ? DRAWS : 1);
    return new Apgd(
        "first-strike", new ProbabilityMargin(), new Ascent(STRIKE_STEPS, 1, draws, false));
  }
}
