package dev.redoubt.catalog;

/** The numbers that training methods may be given, with the options that set them. */
public enum MethodNumber {
  /** Steps of the inner attack. */
  STEPS("--attack-steps"),
  /** Weight of the term that makes TRADES and MART robust. */
  BETA("--beta"),
  /** Updates that free training makes on each batch. */
  REPLAYS("--replays"),
  /** Deviation of the smoothing noise, in pixel space. */
  SIGMA("--sigma"),
  /** Pixels, or features of a table, that ablation keeps. */
  KEPT("--kept"),
  /** Share of them that deletion takes away. */
  DELETION_RATE("--deletion-rate"),
  /** What stands in place of what these two take away, as a share of the range of inputs. */
  FILL("--fill"),
  /** Changed copies of each sample. */
  COPIES("--copies"),
  /** Weight of the regulariser of consistency training and MACER. */
  LAMBDA("--lambda"),
  /** Weight of the entropy in consistency training. */
  ETA("--eta"),
  /** Where MACER's hinge ends. */
  GAMMA("--gamma"),
  /** MACER's inverse temperature. */
  SHARPNESS("--sharpness"),
  /** Radius of N-FGSM's noise, in epsilons. */
  NOISE_RADIUS("--noise-radius"),
  /** Length of the step of the single-step methods, in epsilons. */
  ALPHA("--alpha");

  private final String option;

  MethodNumber(String option) {
    this.option = option;
  }

  /** The command line's option. */
  public String option() {
    return option;
  }
}
