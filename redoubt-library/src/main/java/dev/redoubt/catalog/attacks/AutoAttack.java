package dev.redoubt.catalog.attacks;

import dev.redoubt.Suggestion;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.attack.square.Square;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.loss.Dlr;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.ProbabilityMargin;
import dev.redoubt.loss.TargetedDlr;
import dev.redoubt.loss.TargetedLoss;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.Norm;
import java.util.List;
import java.util.Optional;

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

  private static Ascent changed(Ascent base, Arguments a) {
    return new Ascent(
        a.whole("steps"),
        a.wholeIfGiven("restarts").orElse(base.restarts()),
        a.whole("eot"),
        base.largeRadii());
  }

  private int targets() {
    return l1 ? 5 : TARGETS;
  }

  /** The part of the standard version, but for what is set. */
  Apgd ce(Arguments a) {
    return ce(changed(standard(), a));
  }

  /** The part of the standard version, but for what is set. */
  Apgd dlr(Arguments a) {
    return dlr(changed(standard(), a));
  }

  /** The part of the standard version, but for what is set. */
  ApgdT targeted(Arguments a) {
    return targeted(changed(once(), a), a.wholeIfGiven("targets").orElse(targets()));
  }

  private Apgd ce(Ascent ascent) {
    return Apgd.ce(ascent);
  }

  private Apgd dlr(Ascent ascent) {
    Loss loss = classes < new Dlr().leastClasses() ? new ProbabilityMargin() : new Dlr();
    return new Apgd("apgd-dlr", loss, ascent);
  }

  private ApgdT targeted(Ascent ascent, int targets) {
    TargetedLoss loss =
        classes < new TargetedDlr().leastClasses() ? new TargetedMargin() : new TargetedDlr();
    return new ApgdT(loss, targets, ascent);
  }

  static Fab fab(Arguments a) {
    return new Fab(a.whole("steps"), a.whole("restarts"));
  }

  static FabT fabT(Arguments a) {
    return new FabT(fab(a), a.whole("targets"));
  }

  static Square square(Arguments a) {
    return new Square(a.whole("queries"), a.whole("restarts"), new Square().pInit());
  }

  /**
   * 20 steps on the probability margin: breaks at little cost most of what can be broken.
   *
   * @param draws of a random model averaged over at every step; empty for one, or for as many as
   *     the version for random models takes
   * @param random whether that version follows
   */
  static Apgd firstStrike(Optional<Integer> draws, boolean random) {
    int averaged = draws.orElse(random ? DRAWS : 1);
    return new Apgd(
        "first-strike", new ProbabilityMargin(), new Ascent(STRIKE_STEPS, 1, averaged, false));
  }
}
