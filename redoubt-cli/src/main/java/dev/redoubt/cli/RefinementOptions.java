package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.nn.Mode;
import dev.redoubt.train.Averaging;
import dev.redoubt.train.OnCollapse;
import dev.redoubt.train.Refinements;
import dev.redoubt.train.Selection;
import dev.redoubt.train.WeightPerturbation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes around any training method. */
final class RefinementOptions {
  @Option(
      names = "--awp",
      arity = "0..1",
      fallbackValue = "0.005",
      paramLabel = "GAMMA",
      description =
          "Adversarial weight perturbation of this relative size (default if bare: .005).")
  private @Nullable Double awp;

  @Option(
      names = "--awp-warmup",
      paramLabel = "EPOCHS",
      description = "Epochs without it at the start (default: ${DEFAULT-VALUE}).")
  private int awpWarmup = 0;

  @Option(
      names = "--ema",
      arity = "0..1",
      fallbackValue = "0.999",
      paramLabel = "DECAY",
      description =
          "Deliver the exponential moving average of the weights (default if bare, and for diffusion models: .999).")
  private @Nullable Double ema;

  @Option(
      names = "--swa",
      arity = "0..1",
      fallbackValue = "0.5",
      paramLabel = "START",
      description =
          "Deliver the mean of the weights after each epoch beyond this share of the run (default if bare: .5).")
  private @Nullable Double swa;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "Share of each label that goes to all classes (default: ${DEFAULT-VALUE}).")
  private double labelSmoothing = 0;

  @Option(
      names = "--attack-mode",
      paramLabel = "MODE",
      description =
          "Batch normalisation during the inner attack: eval (running statistics) or train (the batch's own; default: ${DEFAULT-VALUE}).")
  private String attackMode = "eval";

  @Option(
      names = "--keep",
      paramLabel = "WHICH",
      description =
          "Deliver the weights of the best epoch by held-out robust accuracy (denoisers: signal-to-noise ratio; diffusion models: error), or of the last (default: best, if any samples are held out).")
  private @Nullable String keep;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description = "Stop after so many epochs without a better one (default: go on to the end).")
  private int patience = 0;

  @Option(
      names = "--on-collapse",
      paramLabel = "ACTION",
      description = {
        "When FGSM hardly hurts and PGD breaks nearly everything: warn, stop (deliver the weights",
        "from before), or rollback (go back, and on with PGD for a while; default: ${DEFAULT-VALUE})."
      })
  private String onCollapse = "warn";

  /**
   * What was asked for.
   *
   * @param usual the average of the weights, where none is asked for
   */
  Refinements refinements(boolean heldOut, double extraShare, Averaging usual) {
    if (ema != null && swa != null) {
      throw new BadInputException("--ema and --swa are two averages: give one of them");
    }
    if (awp == null && awpWarmup != 0) {
      throw new BadInputException("--awp-warmup wants --awp");
    }
    Averaging averaging =
        ema != null ? new Averaging.Ema(ema) : swa != null ? new Averaging.Swa(swa) : usual;
    return new Refinements(
        labelSmoothing,
        choice("attack mode", attackMode, List.of("eval", "train")).equals("eval")
            ? Mode.EVAL
            : Mode.TRAIN,
        Optional.ofNullable(awp).map(gamma -> new WeightPerturbation(gamma, awpWarmup)),
        averaging,
        new Selection(best(heldOut), patience),
        OnCollapse.valueOf(
            choice("action", onCollapse, List.of("warn", "stop", "rollback"))
                .toUpperCase(Locale.ROOT)),
        extraShare);
  }

  private boolean best(boolean heldOut) {
    return keep == null ? heldOut : choice("epoch", keep, List.of("best", "last")).equals("best");
  }

  private static String choice(String kind, String given, List<String> known) {
    if (!known.contains(given)) {
      throw Suggestion.unknown(kind, given, known);
    }
    return given;
  }
}
