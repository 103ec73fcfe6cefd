package dev.redoubt.evaluate.flag;

import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the result of an evaluation shows. */
public final class ResultChecks {
  /** The share of samples that attacks without gradients may gain by chance. */
  private static final double GAIN = .002;

  private ResultChecks() {}

  /** All signs in a result. */
  public static List<Flag> of(Evaluation evaluation, int classes) {
    List<Flag> flags = new ArrayList<>();
    squareGains(evaluation).ifPresent(flags::add);
    fewClasses(evaluation, classes).ifPresent(flags::add);
    closeVotes(evaluation).ifPresent(flags::add);
    return flags;
  }

  /** Square breaks what at least two attacks before it could not. */
  static Optional<Flag> squareGains(Evaluation evaluation) {
    List<String> names = names(evaluation);
    int square = names.indexOf("square");
    long before =
        names.stream()
            .limit(Math.max(0, square))
            .filter(n -> !n.isEmpty() && !n.equals("noise"))
            .count();
    if (before < 2) {
      return Optional.empty();
    }
    double gain = (double) evaluation.attacks().get(square).broken() / evaluation.samples();
    return gain <= GAIN
        ? Optional.empty()
        : Optional.of(
            new Flag(
                Flag.Kind.SQUARE_GAINS,
                "Square, which sees no gradients, broke another %.1f %% of the samples that attacks with gradients had left."
                    .formatted(100 * gain),
                "The gradients may be masked: attack adaptively, through a surrogate of what hides them, and run more queries."));
  }

  /** Losses that have given way. */
  static Optional<Flag> fewClasses(Evaluation evaluation, int classes) {
    Map<String, Integer> least = Map.of("apgd-dlr", 3, "apgd-t", 4);
    List<String> replaced =
        names(evaluation).stream()
            .distinct()
            .filter(n -> classes < least.getOrDefault(n, 0))
            .toList();
    return replaced.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Flag(
                Flag.Kind.FEW_CLASSES,
                "With %d classes the difference of logits ratio is not defined: %s ran with %s in its place."
                    .formatted(
                        classes, String.join(" and ", replaced), losses(evaluation, replaced)),
                "Compare these numbers only with others that were measured with the same losses."));
  }

  private static String losses(Evaluation evaluation, List<String> attacks) {
    List<String> losses =
        evaluation.plan().cascade().stream()
            .filter(attack -> attacks.contains(attack.name()))
            .map(attack -> String.valueOf(attack.settings().get("loss")))
            .toList();
    return String.join(" and ", losses);
  }

  /** Votes whose interval holds one half. */
  static Optional<Flag> closeVotes(Evaluation evaluation) {
    List<Vote> votes =
        evaluation.outcomes().stream().map(SampleOutcome::vote).filter(Objects::nonNull).toList();
    long close = votes.stream().filter(vote -> !vote.isClear()).count();
    return close == 0
        ? Optional.empty()
        : Optional.of(
            new Flag(
                Flag.Kind.CLOSE_VOTES,
                "On %d of %d samples the vote of the random model is so close that its 95 %% interval holds one half."
                    .formatted(close, votes.size()),
                "Take robust accuracy as uncertain by that many samples; samples.jsonl has every vote."));
  }

  /** The attacks as they ran; nothing where the attacker did not know of the defence. */
  private static List<String> names(Evaluation evaluation) {
    return evaluation.entries().stream()
        .map(entry -> entry.knowledge() == Knowledge.OBLIVIOUS ? "" : entry.attack().name())
        .toList();
  }
}
