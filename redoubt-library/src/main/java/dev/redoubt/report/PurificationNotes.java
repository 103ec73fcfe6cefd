package dev.redoubt.report;

import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.trial.PurificationPlan;
import java.util.ArrayList;
import java.util.List;

/** What a reader has to know of a test of a purifying defence: above all what it could not do. */
final class PurificationNotes {
  /** A difference that other draws might not show, as a share of all samples. */
  private static final double SMALL = 0.01;

  /** Fewer draws than published evaluations average over are worth a word. */
  private static final int ENOUGH = 15;

  private PurificationNotes() {}

  /** The sentences that apply. */
  static List<String> of(
      Pipeline pipeline, PurificationPlan plan, List<PurificationResult> attackers) {
    List<String> notes =
        new ArrayList<>(DefenceNotes.limits(pipeline, plan.attack().needs() != LabelModel.class));
    PurificationResult adaptive = adaptive(attackers);
    for (PurificationResult other : attackers) {
      if (!other.fixedDraws() && beats(other, adaptive)) {
        notes.add(
            "The %s attacker leaves less than the adaptive one (%s against %s in single shots), who knows more: so the adaptive attack did not get to its end, and what it leaves is not what the defence is worth. Take more --steps, a larger --eot, or another --attack."
                .formatted(
                    other.name(),
                    Numbers.percent(other.singleShot().value()),
                    Numbers.percent(adaptive.singleShot().value())));
      }
    }
    for (PurificationResult attacker : attackers) {
      if (attacker.refused() > 0) {
        notes.add(
            "%s of %s were no numbers, too far away or out of range, and count as the clean sample: his attack does not work as it should."
                .formatted(candidates(attacker.refused()), attacker.name()));
      }
    }
    if (!pipeline.isRandom()) {
      notes.add(
          "Nothing here is random: one look decides, and a second submission of the same candidate gets the same answer.");
    } else if (plan.draws() < ENOUGH && !plan.attack().averagesDraws()) {
      notes.add(
          "Attackers averaged over %s at each look (--eot); published evaluations of such defences take 15 to 20, and more may break more."
              .formatted(plan.draws() == 1 ? "a single draw" : plan.draws() + " draws"));
    }
    if (pipeline.classifier().declares().random()) {
      notes.add("The classifier is random by itself, so there is no run with fixed draws.");
    }
    return notes;
  }

  private static String candidates(int number) {
    return number == 1 ? "1 candidate" : number + " candidates";
  }

  private static boolean beats(PurificationResult other, PurificationResult adaptive) {
    return isWeaker(other) && other.singleShot().value() < adaptive.singleShot().value() - SMALL;
  }

  /** Whether he attacks, but knows or follows less than all. */
  static boolean isWeaker(PurificationResult attacker) {
    return attacker.kind().equals("oblivious") || attacker.kind().equals("weaker");
  }

  /** The one who knows all of the defence as it is deployed. */
  static PurificationResult adaptive(List<PurificationResult> attackers) {
    return attackers.stream()
        .filter(attacker -> attacker.kind().equals("adaptive") && !attacker.fixedDraws())
        .findFirst()
        .orElseThrow();
  }
}
