package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.number;
import static dev.redoubt.catalog.Parameter.open;
import static dev.redoubt.catalog.Parameter.word;

import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.MultiTargeted;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.probe.LowFrequency;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.catalog.Losses;
import dev.redoubt.catalog.Parameter;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import java.util.List;
import java.util.function.Function;

/** The baseline, and the attacks that take steps of a given length along the gradient. */
final class GradientAttacks {
  private static final int STEPS = 10;
  private static final int PGD_STEPS = 40;
  private static final int PGD_RESTARTS = 5;

  private static final Parameter LOSS =
      word("loss", "what is raised: ce, margin, dlr or probability-margin", "ce");
  private static final Parameter STEP_SIZE =
      open(
          "step-size",
          "length of a step in pixel space; epsilon / steps unless given",
          Parameter.Type.WORD);

  private static final Parameter STEP_SIZE_OF_PGD =
      open(
          "step-size",
          "length of a step in pixel space; 2.5 epsilon / steps unless given",
          Parameter.Type.WORD);

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "noise",
              Family.GRADIENT,
              LabelModel.class,
              AttackKind.EVERY_NORM,
              "uniform noise of the same budget, the baseline; stands first in every cascade",
              "10 forward",
              "",
              List.of(),
              (a, context) -> new UniformNoise()),
          new AttackKind(
              "fgsm",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.EVERY_NORM,
              "one step of the whole budget",
              "1 forward, 1 backward",
              "Goodfellow et al. 2015",
              List.of(LOSS),
              (a, context) -> new Fgsm(Losses.named(a.text("loss")), 0)),
          new AttackKind(
              "fgsm:minimal",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.EVERY_NORM,
              "the smallest such step that succeeds",
              "31 forward, 1 backward",
              "Goodfellow et al. 2015",
              List.of(LOSS),
              (a, context) -> new Fgsm(Losses.named(a.text("loss")), Fgsm.minimal().searchSteps())),
          iterative(
              "bim",
              "PGD without a random start",
              "Kurakin et al. 2017",
              a -> Pgd.bim(a.whole("steps"))),
          iterative(
              "mi-fgsm",
              "BIM with momentum",
              "Dong et al. 2018",
              a -> Pgd.momentumIterative(a.whole("steps"))),
          iterative(
              "ni-fgsm",
              "MI-FGSM with the gradient taken ahead of the point",
              "Lin et al. 2020",
              a -> Pgd.nesterovIterative(a.whole("steps"))),
          new AttackKind(
              "pgd",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.EVERY_NORM,
              "projected steps from random starts; at l0 it is PGD-L0",
              "restarts x (steps + 1) forward, restarts x steps backward",
              "Madry et al. 2018; l0: Croce and Hein 2019",
              List.of(
                  count("steps", "steps a restart", PGD_STEPS),
                  STEP_SIZE_OF_PGD,
                  count("restarts", "runs from other random points", PGD_RESTARTS),
                  LOSS),
              (a, context) -> pgd(a)),
          new AttackKind(
              "low-frequency",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.EVERY_NORM,
              "PGD along the lowest frequencies of the gradient; for images",
              "restarts x (steps + 1) forward, restarts x steps backward",
              "Guo et al. 2018; Sharma et al. 2019",
              List.of(
                  count("steps", "steps a restart", PGD_STEPS),
                  STEP_SIZE_OF_PGD,
                  count("restarts", "runs from other random points", PGD_RESTARTS),
                  number("share", "share of the frequencies along each side that stay", "0.25"),
                  LOSS),
              (a, context) -> lowFrequency(a)),
          new AttackKind(
              "multi-targeted",
              Family.GRADIENT,
              GradientModel.class,
              AttackKind.EVERY_NORM,
              "PGD from random starts towards each of the likeliest classes",
              "targets x restarts x (steps + 1) forward and steps backward",
              "Gowal et al. 2019",
              List.of(
                  count("targets", "classes that are tried", new MultiTargeted().targets()),
                  count("steps", "steps a restart", new MultiTargeted().steps()),
                  STEP_SIZE_OF_PGD,
                  count("restarts", "runs towards each class", 1)),
              (a, context) ->
                  new MultiTargeted(
                      a.whole("targets"), a.whole("steps"), stepSize(a), a.whole("restarts"))));

  private GradientAttacks() {}

  private static AttackKind iterative(
      String name, String summary, String reference, Function<Arguments, Pgd> base) {
    return new AttackKind(
        name,
        Family.GRADIENT,
        GradientModel.class,
        AttackKind.EVERY_NORM,
        summary,
        "steps + 1 forward, steps backward",
        reference,
        List.of(count("steps", "steps", STEPS), STEP_SIZE, LOSS),
        (a, context) -> changed(base.apply(a), a, 1));
  }

  private static Pgd pgd(Arguments a) {
    Pgd base = Pgd.of(a.whole("steps"), stepSize(a), a.whole("restarts"));
    return changed(base, a, base.restarts());
  }

  private static Pgd lowFrequency(Arguments a) {
    Pgd base = Pgd.lowFrequency(a.whole("steps"), stepSize(a), a.whole("restarts"));
    LowFrequency lowest = new LowFrequency(a.number("share"));
    return changed(base, a, base.restarts()).with(Probe.PLAIN.with(lowest));
  }

  /** As PGD has it unless given. */
  private static StepSize stepSize(Arguments a) {
    return a.textIfGiven("step-size")
        .map(StepSize::parse)
        .orElse(new StepSize.OfEpsilon(2.5 / a.whole("steps")));
  }

  private static Pgd changed(Pgd base, Arguments a, int restarts) {
    return new Pgd(
        base.name(),
        Losses.named(a.text("loss")),
        base.steps(),
        a.textIfGiven("step-size").map(StepSize::parse).orElse(base.stepSize()),
        restarts,
        base.randomStart(),
        base.momentum(),
        true,
        base.probe());
  }
}
