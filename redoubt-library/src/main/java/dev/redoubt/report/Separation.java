package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.redoubt.detect.trial.Roc;
import java.util.List;

/**
 * How well a detector tells the inputs that an attacker made from clean ones.
 *
 * @param attack what made them, in words
 * @param adaptive whether the attacker knew the detector
 * @param inputs how many of them fool the classifier; only these count
 * @param auc area under the ROC curve, in [0, 1]; 0.5 is chance
 * @param tprAt1 share of them that is rejected where 1 % of the clean samples are
 * @param tprAt5 the same at 5 %
 * @param roc the corners of the curve
 */
public record Separation(
    String attack,
    boolean adaptive,
    int inputs,
    double auc,
    @JsonProperty("tpr_at_fpr_0.01") double tprAt1,
    @JsonProperty("tpr_at_fpr_0.05") double tprAt5,
    List<Roc.Point> roc) {
  /** Copies. */
  public Separation {
    roc = List.copyOf(roc);
  }

  /** From scores; numbers are NaN, and there is no curve, if the attacker fooled nobody. */
  public static Separation of(
      String attack, boolean adaptive, double[] clean, double[] adversarial) {
    if (adversarial.length == 0) {
      double none = Double.NaN;
      return new Separation(attack, adaptive, 0, none, none, none, List.of());
    }
    Roc roc = new Roc(clean, adversarial);
    return new Separation(
        attack,
        adaptive,
        adversarial.length,
        roc.auc(),
        roc.tprAt(0.01),
        roc.tprAt(0.05),
        roc.points());
  }
}
