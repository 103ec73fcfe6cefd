package dev.redoubt.compare;

import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one model with its defence. All shares are of all samples; those that are
 * wrong without an attack are not robust.
 *
 * @param how it was measured, in words
 * @param samples that it was measured on
 * @param clean accuracy without an attack; what is rejected is not right
 * @param oblivious robust accuracy under attackers who don't know of the defence; without a defence
 *     there is nothing to know, and it is the adaptive one
 * @param adaptive robust accuracy under attackers who know all of it
 * @param certified accuracy that is proven at epsilon; null if nothing is proven
 * @param claim that was judged; null if none was made, and what is measured was judged
 * @param verdict on it
 * @param sentence the verdict in a sentence
 * @param reasons what it rests on, sentences
 * @param notRun what was left out
 * @param seconds that measuring took
 */
public record Findings(
    String how,
    int samples,
    Share clean,
    Share oblivious,
    Share adaptive,
    @Nullable Share certified,
    @Nullable Double claim,
    Verdict verdict,
    String sentence,
    List<String> reasons,
    List<NotRun> notRun,
    double seconds) {
  /** Copies. */
  public Findings {
    reasons = List.copyOf(reasons);
    notRun = List.copyOf(notRun);
  }

  /** Robustness that attackers who know of the defence take away again. */
  public double apparent() {
    return oblivious.estimate() - adaptive.estimate();
  }
}
