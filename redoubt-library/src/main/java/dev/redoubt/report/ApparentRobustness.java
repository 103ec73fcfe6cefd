package dev.redoubt.report;

/**
 * How much of a model's robustness is only apparent: what an attacker who knows of its defence
 * breaks beyond one who does not.
 */
final class ApparentRobustness {
  /** A difference that another run might not show, as a share of all samples. */
  private static final double SMALL = 0.01;

  private static final double ROUNDING = 1e-9;

  private ApparentRobustness() {}

  /**
   * The sentence.
   *
   * @param clean accuracy without an attack
   * @param oblivious robust accuracy after attackers who don't know of the defence
   * @param adaptive robust accuracy after those who do, too
   */
  static String sentence(double clean, double oblivious, double adaptive) {
    double difference = oblivious - adaptive;
    if (!(clean > 0)) {
      return "Nothing was classified correctly to begin with.";
    }
    if (clean - adaptive < ROUNDING) {
      return "Nothing broke, whether the attacker knew of the defence or not.";
    }
    if (!(oblivious > 0)) {
      return "Even an attacker who does not know of the defence leaves nothing.";
    }
    if (difference < ROUNDING) {
      return "Knowing of the defence broke nothing more: both attackers leave %s. As far as these attacks can tell, the robustness is real."
          .formatted(Numbers.percent(adaptive));
    }
    String leave =
        "An attacker who does not know of the defence leaves %s; one who does leaves %s: "
            .formatted(
                Numbers.percent(oblivious), adaptive > 0 ? Numbers.percent(adaptive) : "nothing");
    if (!(adaptive > 0)) {
      return leave + "all of the robustness was only apparent.";
    }
    if (difference <= SMALL + ROUNDING) {
      return leave + "hardly any of the robustness was only apparent.";
    }
    String points = Numbers.points(difference);
    return leave
        + "%s of the robustness %s only apparent."
            .formatted(points, points.equals(Numbers.points(0.01)) ? "was" : "were");
  }
}
