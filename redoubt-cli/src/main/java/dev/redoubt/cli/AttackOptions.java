package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.decision.NoiseStarts;
import dev.redoubt.attack.decision.Starts;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.model.GradientModel;
import dev.redoubt.threat.Norm;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which attacks, with which settings. */
final class AttackOptions {
  /** No attack needs more classes than this to be what its name says. */
  private static final int ENOUGH_CLASSES = 4;

  @Option(
      names = "--attack",
      paramLabel = "NAMES",
      description = {
        "pgd, autoattack, fmn, hopskipjump …: redoubt attacks lists them all. Values of one attack",
        "stand behind a colon: pgd:steps=100+restarts=10. Several with commas make a cascade, in",
        "which each attack sees what the ones before it left. autoattack is the cascade apgd-ce,",
        "apgd-t, fab-t, square with the settings of its authors; autoattack:plus is longer,",
        "autoattack:rand is for random models, and autoattack:custom=apgd-ce+square is a list of",
        "your own. Uniform noise of the same budget always stands first, as the baseline (default:",
        "${DEFAULT-VALUE})."
      })
  private String attacks;

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "What fgsm, pgd and their like maximise: ce, margin, dlr or probability-margin (default: ce).")
  private @Nullable String loss;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Steps of iterative attacks (default: each attack's own, as redoubt attacks NAME says).")
  private @Nullable Integer steps;

  @Option(
      names = "--step-size",
      paramLabel = "SIZE",
      description =
          "Length of a step in pixel space, such as 0.01 or 2/255 (default: pgd 2.5 epsilon / steps).")
  private @Nullable String stepSize;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      description =
          "Runs from other random starts, each on what is left (default: pgd 5, others mostly 1).")
  private @Nullable Integer restarts;

  @Option(
      names = "--targets",
      paramLabel = "N",
      description =
          "Classes that apgd-t, fab-t and multi-targeted try (default: 9; 5 for apgd-t at l1).")
  private @Nullable Integer targets;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description =
          "Query budget for each sample, of attacks that ask for scores or labels (default: each attack's own).")
  private @Nullable Integer queries;

  @Option(
      names = "--eot",
      paramLabel = "N",
      description =
          "Draws of a random model or defence to average over at every step (default: doubled from 4 to at most 64 until robust accuracy moves by no more than one point; autoattack:rand 20).")
  private @Nullable Integer eot;

  @Option(
      names = "--first-strike",
      description =
          "Go first with 20 steps of apgd on the probability margin: breaks most at once.")
  private boolean firstStrike;

  /** PGD once, for commands of a single attack. */
  static final String SINGLE_RUN = "pgd:restarts=1";

  /** Unless told otherwise, fgsm and then pgd. */
  AttackOptions() {
    this("fgsm,pgd");
  }

  /**
   * For a command of another default.
   *
   * @param attacks unless told otherwise
   */
  AttackOptions(String attacks) {
    this.attacks = attacks;
  }

  /** Whether they take thousands of passes for each survivor. */
  boolean areLong() {
    return Attacks.areLong(attacks);
  }

  /** How many draws of a random model the attackers average over. */
  EotBudget draws(boolean random) {
    if (!random) {
      return EotBudget.SINGLE;
    }
    return eot == null ? EotBudget.DOUBLING : EotBudget.of(eot);
  }

  /**
   * Tells wrong names and settings at once, before data and models are opened.
   *
   * @throws dev.redoubt.BadInputException for whatever {@link #cascade} refuses
   */
  void check(Norm norm) {
    cascade(norm, ENOUGH_CLASSES);
  }

  /** The cascade for a norm and a model of so many classes. */
  List<Attack<?>> cascade(Norm norm, int classes) {
    return cascade(norm, classes, List.of(), new NoiseStarts());
  }

  /** The same for an attacker who has other models, and samples to begin at. */
  List<Attack<?>> cascade(Norm norm, int classes, List<GradientModel> surrogates, Starts starts) {
    AttackSettings settings = settings().withSurrogates(surrogates).withStarts(starts);
    return Attacks.cascade(named(), settings, norm, classes);
  }

  /** The default of a single run gives way to --restarts. */
  private String named() {
    return restarts != null && attacks.equals(SINGLE_RUN) ? "pgd" : attacks;
  }

  /** Refuses what makes a cascade of one attack. */
  void refuseFirstStrike() {
    if (firstStrike) {
      throw new BadInputException(
          "--first-strike goes before a cascade, but every attacker here runs the same single attack");
    }
  }

  private AttackSettings settings() {
    if (eot != null && eot < 1) {
      throw new BadInputException("--eot must be at least 1, not " + eot);
    }
    AttackSettings settings = AttackSettings.DEFAULT.withFirstStrike(firstStrike);
    settings = with(settings, "loss", loss);
    settings = with(settings, "steps", steps);
    settings = with(settings, "step-size", stepSize);
    settings = with(settings, "restarts", restarts);
    settings = with(settings, "targets", targets);
    settings = with(settings, "queries", queries);
    return with(settings, "eot", eot);
  }

  private static AttackSettings with(
      AttackSettings settings, String parameter, @Nullable Object value) {
    return value == null ? settings : settings.with(parameter, value.toString());
  }
}
