package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.number;
import static dev.redoubt.catalog.Parameter.open;
import static dev.redoubt.catalog.Parameter.word;

import dev.redoubt.Suggestion;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.score.Nes;
import dev.redoubt.attack.score.Objective;
import dev.redoubt.attack.score.SimBa;
import dev.redoubt.attack.score.SparseRs;
import dev.redoubt.attack.score.Spsa;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.ScoreModel;
import java.util.List;

/** The attacks that query scores; Square is a part of AutoAttack. */
final class ScoreAttacks {
  private static final List<String> LINF_L2 = List.of("linf", "l2");
  private static final Parameter QUERIES =
      count("queries", "each sample's budget, the clean point included", 10_000);

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "nes",
              Family.SCORE,
              ScoreModel.class,
              LINF_L2,
              "steps along gradients estimated from Gaussian probes",
              "queries forward",
              "Ilyas et al. 2018",
              List.of(
                  QUERIES,
                  count("samples", "probes for each step, even", new Nes().samples()),
                  number("sigma", "deviation of the probes", "0.001"),
                  open(
                      "step-size",
                      "length of the first steps in pixel space; 0.2 epsilon unless given",
                      Parameter.Type.WORD),
                  word("loss", "what is raised: ce or margin", "ce")),
              (a, context) -> nes(a)),
          new AttackKind(
              "spsa",
              Family.SCORE,
              ScoreModel.class,
              LINF_L2,
              "Adam along gradients estimated from random signs; wants many queries",
              "queries forward",
              "Uesato et al. 2018",
              List.of(
                  QUERIES,
                  count("samples", "probes for each step, even", new Spsa().samples()),
                  number("delta", "how far probes move each value", "0.01"),
                  number("learning-rate", "of Adam", "0.01"),
                  word("loss", "what is raised: ce or margin", "margin")),
              (a, context) ->
                  new Spsa(
                      a.whole("queries"),
                      a.whole("samples"),
                      a.number("delta"),
                      a.number("learning-rate"),
                      objective(a))),
          new AttackKind(
              "simba",
              Family.SCORE,
              ScoreModel.class,
              LINF_L2,
              "keeps steps in single values or frequencies that lower the label's probability",
              "queries forward",
              "Guo et al. 2019",
              List.of(
                  QUERIES,
                  number("step", "length of a step, in l2", "0.2"),
                  word("basis", "values or dct", "values")),
              (a, context) -> simBa(a)),
          new AttackKind(
              "sparse-rs",
              Family.SCORE,
              ScoreModel.class,
              List.of("l0"),
              "random search over which features go to the ends of the box",
              "queries forward",
              "Croce et al. 2022",
              List.of(
                  QUERIES,
                  number("alpha", "share of the features that the first tries move", "0.3")),
              (a, context) -> new SparseRs(a.whole("queries"), a.number("alpha"))));

  private ScoreAttacks() {}

  private static Nes nes(Arguments a) {
    Nes base = new Nes(a.whole("queries"));
    return new Nes(
        base.queries(),
        a.whole("samples"),
        a.number("sigma"),
        a.textIfGiven("step-size").map(StepSize::parse).orElse(base.step()),
        base.momentum(),
        base.plateau(),
        objective(a));
  }

  private static Objective objective(Arguments a) {
    return switch (a.text("loss")) {
      case "ce" -> Objective.CROSS_ENTROPY;
      case "margin" -> Objective.MARGIN;
      default ->
          throw Suggestion.unknown("loss of " + a.owner(), a.text("loss"), List.of("ce", "margin"));
    };
  }

  private static SimBa simBa(Arguments a) {
    SimBa base =
        switch (a.text("basis")) {
          case "values" -> new SimBa(a.whole("queries"));
          case "dct" -> SimBa.dct(a.whole("queries"));
          default ->
              throw Suggestion.unknown("basis of simba", a.text("basis"), List.of("values", "dct"));
        };
    return new SimBa(base.queries(), a.number("step"), base.basis());
  }
}
