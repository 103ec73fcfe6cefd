package dev.redoubt.report;

import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How robust accuracy falls as attackers average over more draws of a random model (EOT).
 *
 * @param tolerance draws are doubled until that moves robust accuracy by no more than this share
 * @param most draws that are never exceeded
 * @param rounds at least one
 */
public record EotRounds(double tolerance, int most, List<Round> rounds) {
  /**
   * The attacks with one number of draws.
   *
   * @param draws over which an attacker averages at each look
   * @param robustAccuracy share of all samples, in [0, 1], that are left after this round
   * @param forwards forward passes of its attacks, counted in samples
   * @param backwards backward passes of its attacks, counted in samples
   * @param seconds wall-clock seconds of its attacks
   */
  public record Round(
      int draws, double robustAccuracy, long forwards, long backwards, double seconds) {}

  /** Copies. */
  public EotRounds {
    rounds = List.copyOf(rounds);
  }

  /** The rounds of an evaluation; null if its attackers averaged over no draws. */
  static @Nullable EotRounds of(Pipeline pipeline, Evaluation evaluation) {
    EotBudget budget = evaluation.plan().eot();
    List<Entry> entries = evaluation.entries();
    List<Integer> numbers =
        entries.stream().filter(EotRounds::averages).map(Entry::draws).distinct().toList();
    if (!pipeline.isRandom() || numbers.isEmpty()) {
      return null;
    }
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      boolean last = i + 1 == numbers.size();
      int end = last ? entries.size() : first(entries, numbers.get(i + 1));
      rounds.add(round(evaluation, numbers.get(i), end));
    }
    return new EotRounds(budget.tolerance(), budget.most(), rounds);
  }

  /** What all attacks before {@code end} left, and what those with so many draws cost. */
  private static Round round(Evaluation evaluation, int draws, int end) {
    Tally cost = Tally.ZERO;
    for (int i = 0; i < end; i++) {
      Entry entry = evaluation.entries().get(i);
      if (averages(entry) && entry.draws() == draws) {
        cost = cost.plus(evaluation.attacks().get(i));
      }
    }
    return new Round(
        draws,
        evaluation.robustAfterEach().get(end - 1),
        cost.forwards(),
        cost.backwards(),
        cost.seconds());
  }

  private static int first(List<Entry> entries, int draws) {
    int first = 0;
    while (!averages(entries.get(first)) || entries.get(first).draws() != draws) {
      first++;
    }
    return first;
  }

  private static boolean averages(Entry entry) {
    return entry.knowledge() == Knowledge.ADAPTIVE && !entry.attack().averagesDraws();
  }

  private Round last() {
    return rounds.get(rounds.size() - 1);
  }

  /** By how much the last doubling moved robust accuracy; NaN if nothing was doubled. */
  private double moved() {
    return rounds.size() < 2
        ? Double.NaN
        : rounds.get(rounds.size() - 2).robustAccuracy() - last().robustAccuracy();
  }

  /** Whether doubling ended at the most draws while it still made a difference. */
  boolean unsettled() {
    return moved() > tolerance;
  }

  /** How much the last doubling moved, and what that says. */
  String sentence() {
    String draws = last().draws() == 1 ? "1 draw" : last().draws() + " draws";
    if (rounds.size() < 2) {
      return "The attackers average over %s at each look. Whether more draws break more was not tried."
          .formatted(draws);
    }
    String doubling =
        "The last doubling, to %s, moved robust accuracy by %s"
            .formatted(draws, Numbers.points(moved()));
    return unsettled()
        ? doubling
            + ", more than the %s at which doubling would have ended; but no more than %d draws were allowed. More may break more."
                .formatted(Numbers.points(tolerance), most)
        : doubling
            + ": doubling ends where that is at most %s.".formatted(Numbers.points(tolerance));
  }
}
