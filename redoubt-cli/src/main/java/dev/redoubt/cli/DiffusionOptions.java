package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.diffusion.NoiseSchedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How samples turn into noise, which a diffusion model learns to undo. */
final class DiffusionOptions {
  private static final int STEPS = 1000;

  @Option(
      names = "--noise-schedule",
      paramLabel = "NAME",
      description =
          "For diffusion models: how noise rises over the steps, linear or cosine (default: linear).")
  private @Nullable String form;

  @Option(
      names = "--noise-steps",
      paramLabel = "N",
      description = "For diffusion models: steps from a sample to noise (default: 1000).")
  private @Nullable Integer steps;

  /** What was asked for. */
  NoiseSchedule schedule() {
    return new NoiseSchedule(
        form == null ? NoiseSchedule.Form.LINEAR : NoiseSchedule.Form.named(form),
        steps == null ? STEPS : steps);
  }

  private boolean given() {
    return form != null || steps != null;
  }

  /** Refuses what another option would have to be there for. */
  void refuse(String wanted) {
    if (given()) {
      throw new BadInputException("--noise-schedule and --noise-steps go with " + wanted);
    }
  }

  /** Refuses to change the schedule of a model that has learnt one. */
  void keep(NoiseSchedule own) {
    if (given()) {
      throw new BadInputException(
          "--noise-schedule and --noise-steps are for fresh networks and weights alone: the diffusion model of --from keeps its own, %s with %d steps"
              .formatted(own.form().text(), own.steps()));
    }
  }
}
