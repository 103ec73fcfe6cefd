package dev.redoubt.cli;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.AttackSettings;
import dev.redoubt.catalog.Attacks;
import dev.redoubt.catalog.Losses;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which attacks, with which settings. */
final class AttackOptions {
  @Option(
      names = "--attack",
      paramLabel = "NAMES",
      description = {
        "fgsm, fgsm:minimal, bim, mi-fgsm or pgd; several with commas make a cascade, in which each",
        "attack sees what the ones before it left. Uniform noise of the same budget always stands",
        "first, as the baseline (default: ${DEFAULT-VALUE})."
      })
  private String attacks = "fgsm,pgd";

  @Option(
      names = "--loss",
      paramLabel = "LOSS",
      description =
          "What the attacker maximises: ce, margin, dlr or probability-margin (default: ${DEFAULT-VALUE}).")
  private String loss = "ce";

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of iterative attacks (default: pgd 40, bim and mi-fgsm 10).")
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
      description = "Runs from other random starts, each on what is left (default: pgd 5).")
  private @Nullable Integer restarts;

  List<Attack<?>> cascade() {
    return Attacks.cascade(
        attacks,
        new AttackSettings(
            Losses.named(loss),
            Optional.ofNullable(steps),
            Optional.ofNullable(stepSize).map(StepSize::parse),
            Optional.ofNullable(restarts)));
  }
}
