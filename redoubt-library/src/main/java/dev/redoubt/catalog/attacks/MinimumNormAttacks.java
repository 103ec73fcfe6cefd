package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.number;
import static dev.redoubt.catalog.Parameter.word;

import dev.redoubt.Suggestion;
import dev.redoubt.attack.minimum.Ddn;
import dev.redoubt.attack.minimum.DeepFool;
import dev.redoubt.attack.minimum.Fmn;
import dev.redoubt.attack.minimum.Jsma;
import dev.redoubt.attack.minimum.penalty.CarliniWagner;
import dev.redoubt.attack.minimum.penalty.CarliniWagnerLinf;
import dev.redoubt.attack.minimum.penalty.Ead;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.GradientModel;
import java.util.List;

/**
 * The attacks that look for the smallest perturbation with gradients; FAB is a part of AutoAttack.
 */
final class MinimumNormAttacks {
  private static final int STEPS = 1000;

  private static final Parameter STEPS_OF_DESCENT = count("steps", "steps of each descent", STEPS);
  private static final Parameter SEARCH_STEPS =
      count("search-steps", "descents, each with another c", 9);
  private static final Parameter CONSTANT = number("constant", "c of the first descent", "0.001");
  private static final Parameter RATE = number("rate", "learning rate", "0.01");
  private static final Parameter CONFIDENCE =
      number("confidence", "margin of the logits by which the goal is to be met", "0");

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "deepfool",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("linf", "l2"),
              "onto the nearest boundary step by step; quick, and never quite the nearest",
              "steps taken x (2 forward, candidates - 1 backward)",
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
                      a.number("gamma") / 50)),
          new AttackKind(
              "cw",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("l2"),
              "Carlini and Wagner's: Adam on length plus c times the margin, for several c",
              "search-steps x steps forward and backward, less where descents stall",
              "Carlini and Wagner 2017",
              List.of(STEPS_OF_DESCENT, SEARCH_STEPS, CONSTANT, RATE, CONFIDENCE),
              (a, context) ->
                  new CarliniWagner(
                      a.whole("steps"),
                      a.whole("search-steps"),
                      a.number("constant"),
                      a.number("rate"),
                      a.number("confidence"),
                      true)),
          new AttackKind(
              "cw-linf",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("linf"),
              "the same for linf: what goes beyond a bound that falls is punished",
              "up to 76 descents of steps forward and backward, less where they stall",
              "Carlini and Wagner 2017",
              List.of(
                  STEPS_OF_DESCENT,
                  number("constant", "c of the first descent", "0.00001"),
                  number("rate", "learning rate", "0.005"),
                  CONFIDENCE),
              (a, context) -> {
                CarliniWagnerLinf base = new CarliniWagnerLinf(a.whole("steps"));
                return new CarliniWagnerLinf(
                    base.steps(),
                    a.number("constant"),
                    base.lastConstant(),
                    base.decrease(),
                    base.lastTau(),
                    a.number("rate"),
                    a.number("confidence"),
                    true);
              }),
          new AttackKind(
              "ead",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("l1"),
              "the elastic net: l2 plus a little l1, by iterative shrinkage, for several c",
              "search-steps x steps forward and backward, less where descents stall",
              "Chen et al. 2018",
              List.of(
                  STEPS_OF_DESCENT,
                  SEARCH_STEPS,
                  CONSTANT,
                  RATE,
                  number("beta", "weight of the l1 norm", "0.01"),
                  word("rule", "which point counts: l1, or en for the elastic net", "l1"),
                  CONFIDENCE),
              (a, context) -> ead(a)),
          new AttackKind(
              "jsma",
              Family.MINIMUM_NORM,
              GradientModel.class,
              List.of("l0"),
              "changes the two features that lead most towards the target, again and again",
              "2 forward and 2 backward a pair of changed features",
              "Papernot et al. 2016",
              List.of(
                  number(
                      "theta",
                      "how far a feature goes, in widths of the box; falls if negative",
                      "1"),
                  number("share", "share of the features that may change", "1"),
                  word("choice", "pairs or singles of features", "pairs")),
              (a, context) -> jsma(a)));

  private MinimumNormAttacks() {}

  private static Jsma jsma(Arguments a) {
    Jsma.Choice choice =
        switch (a.text("choice")) {
          case "pairs" -> Jsma.Choice.PAIRS;
          case "singles" -> Jsma.Choice.SINGLES;
          default ->
              throw Suggestion.unknown(
                  "choice of jsma", a.text("choice"), List.of("pairs", "singles"));
        };
    return new Jsma(a.number("theta"), a.number("share"), choice);
  }

  private static Ead ead(Arguments a) {
    Ead.Rule rule =
        switch (a.text("rule")) {
          case "l1" -> Ead.Rule.L1;
          case "en" -> Ead.Rule.ELASTIC_NET;
          default -> throw Suggestion.unknown("rule of ead", a.text("rule"), List.of("l1", "en"));
        };
    return new Ead(
        a.whole("steps"),
        a.whole("search-steps"),
        a.number("constant"),
        a.number("rate"),
        a.number("beta"),
        a.number("confidence"),
        rule,
        true);
  }
}
