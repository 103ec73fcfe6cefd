package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.number;

import dev.redoubt.attack.minimum.Ddn;
import dev.redoubt.attack.minimum.DeepFool;
import dev.redoubt.attack.minimum.Fmn;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.GradientModel;
import java.util.List;

/**
 * The attacks that look for the smallest perturbation with gradients; FAB is a part of AutoAttack.
 */
final class MinimumNormAttacks {
  private static final int STEPS = 1000;

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "deepfool",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("linf", "l2"),
              "onto the nearest boundary step by step; quick, and never quite the nearest",
              "steps x (1 forward, candidates - 1 backward)",
              "Moosavi-Dezfooli et al. 2016",
              List.of(
                  count("steps", "steps at most", new DeepFool().steps()),
                  count(
                      "candidates",
                      "likeliest classes that are looked at, the true one included",
                      new DeepFool().candidates()),
                  number("overshoot", "share by which it goes beyond the boundary", "0.02")),
              (a, context) ->
                  new DeepFool(a.whole("steps"), a.whole("candidates"), a.number("overshoot"))),
          new AttackKind(
              "ddn",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("l2"),
              "direction by the gradient, norm by whether the goal is met",
              "steps forward and backward",
              "Rony et al. 2019",
              List.of(
                  count("steps", "steps", STEPS),
                  number("norm", "of the first perturbation, in widths of the box", "1"),
                  number("gamma", "share by which the norm changes", "0.05")),
              (a, context) -> new Ddn(a.whole("steps"), a.number("norm"), a.number("gamma"))),
          new AttackKind(
              "fmn",
              Family.MINIMUM_NORM,
              GradientModel.class,
              AttackKind.EVERY_NORM,
              "steps onto a ball that shrinks while the goal is met; the first choice of them",
              "steps forward and backward",
              "Pintor et al. 2021",
              List.of(
                  count("steps", "steps", STEPS),
                  number("alpha", "Euclidean length of the first step", "1"),
                  number("gamma", "share by which the ball changes at first", "0.05")),
              (a, context) ->
                  new Fmn(
                      a.whole("steps"),
                      a.number("alpha"),
                      a.number("alpha") / 100,
                      a.number("gamma"),
                      a.number("gamma") / 50)));

  private MinimumNormAttacks() {}
}
