package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the loss that an attack climbs makes a difference. The same search with cross-entropy,
 * the margin, the margin of the probabilities, and targeted; flags robust accuracies that are more
 * than 3 points apart (Carlini et al. 2019, section 5.3; Xie et al. 2024). Honest adversarial
 * training is 1 to 3 points apart. Remedy: the least counts, and is part of the evidence.
 */
public final class S4LossSpread implements Check {
  private static final double SPREAD = .03;

  @Override
  public String id() {
    return "S4";
  }

  @Override
  public String title() {
    return "The choice of loss makes no difference";
  }

  @Override
  public String rule() {
    return "Flags robust accuracies under attacks with different losses that are more than 3 points apart.";
  }

  @Override
  public String source() {
    return "Carlini et al. 2019, section 5.3; Xie et al. 2024";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation, investigation.plan().arsenal().losses());
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = investigation.probed();
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    List<Attack<?>> attacks =
        investigation.able(
            investigation.differentiated(),
            investigation.plan().arsenal().losses(),
            investigation.threat());
    Map<String, Object> figures = Check.figures("samples", samples.length);
    List<Double> left = new ArrayList<>();
    for (Attack<?> attack : attacks) {
      Evaluation evaluation =
          investigation.attackAnew(
              "S4/" + attack.name(), investigation.differentiated(), attack, samples);
      figures.put(attack.name(), evaluation.robustAccuracy());
      left.add(evaluation.robustAccuracy());
    }
    double most = left.stream().mapToDouble(share -> share).max().orElse(0);
    double least = left.stream().mapToDouble(share -> share).min().orElse(0);
    figures.put("spread", most - least);
    return most - least <= SPREAD
        ? Seen.clean(
            figures,
            "Attacks with different losses agree to within %s."
                .formatted(Percent.points(most - least)))
        : Seen.flagged(
            figures,
            "the strongest of the losses is part of the evidence",
            Remedied.ONCE_SETTLED,
            "Attacks with different losses are %s apart: a number from one of them alone would mislead."
                .formatted(Percent.points(most - least)));
  }
}
