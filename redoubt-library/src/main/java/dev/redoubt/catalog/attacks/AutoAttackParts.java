package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.open;

import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.ScoreModel;
import java.util.List;

/** The parts of AutoAttack, each also an attack of its own. */
final class AutoAttackParts {
  private static final Parameter STEPS = count("steps", "steps a restart", 100);
  private static final Parameter RESTARTS = count("restarts", "runs from other random points", 1);
  private static final Parameter EOT =
      count("eot", "draws of a random model averaged over at every step", 1);
  private static final String ASCENT = "steps + 1 forward and backward a restart";

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "apgd-ce",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.NOT_L0,
              "Auto-PGD on the cross-entropy: finds its own step size",
              ASCENT,
              "Croce and Hein 2020; l1: Croce and Hein 2021",
              List.of(STEPS, restartsByNorm(), EOT),
              (a, c) -> new AutoAttack(c.norm(), c.classes()).ce(a)),
          new AttackKind(
              "apgd-dlr",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.NOT_L0,
              "Auto-PGD on the difference of logits ratio, which the logits' scale can't blind",
              ASCENT,
              "Croce and Hein 2020",
              List.of(STEPS, restartsByNorm(), EOT),
              (a, c) -> new AutoAttack(c.norm(), c.classes()).dlr(a)),
          new AttackKind(
              "apgd-t",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.NOT_L0,
              "Auto-PGD towards each of the likeliest classes",
              "targets x (steps + 1) forward and backward",
              "Croce and Hein 2020",
              List.of(
                  STEPS,
                  RESTARTS,
                  open(
                      "targets",
                      "classes that are tried; 9 unless given, 5 at l1",
                      Parameter.Type.COUNT),
                  EOT),
              (a, c) -> new AutoAttack(c.norm(), c.classes()).targeted(a)),
          new AttackKind(
              "pma",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.NOT_L0,
              "Auto-PGD on the margin of the probabilities",
              ASCENT,
              "Xie et al. 2024, Towards million-scale adversarial robustness evaluation",
              List.of(STEPS, RESTARTS, EOT),
              (a, c) ->
                  Apgd.pma(
                      new Ascent(a.whole("steps"), a.whole("restarts"), a.whole("eot"), false))),
          new AttackKind(
              "fab",
              Family.MINIMUM_NORM,
              GradientModel.class,
              AttackKind.NOT_L0,
              "along the nearest decision boundary",
              "steps x (2 forward, classes - 1 backward) a restart",
              "Croce and Hein 2020, Minimally distorted adversarial examples",
              List.of(STEPS, RESTARTS),
              (a, c) -> AutoAttack.fab(a)),
          new AttackKind(
              "fab-t",
              Family.MINIMUM_NORM,
              GradientModel.class,
              AttackKind.NOT_L0,
              "along the boundary of each of the likeliest classes",
              "targets x steps x (2 forward, 1 backward) a restart",
              "Croce and Hein 2020",
              List.of(
                  STEPS,
                  RESTARTS,
                  count("targets", "classes that are tried", new FabT().targets())),
              (a, c) -> AutoAttack.fabT(a)),
          new AttackKind(
              "square",
              Family.SCORE,
              ScoreModel.class,
              AttackKind.NOT_L0,
              "random search over square windows",
              "queries forward a restart",
              "Andriushchenko et al. 2020",
              List.of(count("queries", "budget of a restart", 5000), RESTARTS),
              (a, c) -> AutoAttack.square(a)));

  private AutoAttackParts() {}

  private static Parameter restartsByNorm() {
    return open(
        "restarts", "runs from other random points; 1 unless given, 5 at l1", Parameter.Type.COUNT);
  }
}
