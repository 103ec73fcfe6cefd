package dev.redoubt.certify.sequential;

import java.util.OptionalDouble;

/**
 * Finds out from independent yes/no draws how large the probability p of a yes surely is. It looks
 * at the count of successes only after certain numbers of draws, its <em>looks</em>; there it gives
 * a lower bound for p.
 *
 * <p>The guarantee that every implementation proves: whatever p is, and whenever one stops looking,
 *
 * <pre>P(some look gives a lower bound ≥ p, other than 0) ≤ alpha.</pre>
 *
 * So the largest of the bounds so far may be used, and when to stop is free: stopping is a matter
 * of cost alone. Implementations are immutable and safe to share between threads.
 */
public interface SequentialTest {
  /** The error probability that is spent in all, in (0, 1). */
  double alpha();

  /** The last look: no more draws than these. */
  int cap();

  /**
   * The next look.
   *
   * @param draws so far, in {@code [0, cap)}
   * @return in {@code (draws, cap]}
   */
  int nextLook(int draws);

  /**
   * The bound that the count gives at a look; p is greater than it, except with the probability
   * above.
   *
   * @param successes in {@code [0, draws]}
   * @param draws a look
   * @return in {@code [0, 1)}; 0 says nothing
   */
  double lowerBound(int successes, int draws);

  /**
   * Whether more draws cannot raise what is proven, or are so unlikely to that they are not worth
   * their cost.
   *
   * @param successes in {@code [0, draws]}
   * @param draws a look
   * @param proven the largest lower bound so far
   */
  boolean finished(int successes, int draws, double proven);

  /**
   * The largest bound that the test can ever give: that of nothing but successes. What lies above
   * can't be proven however certain it is.
   */
  double reach();

  /**
   * A p-value of the hypothesis {@code p ≤ threshold}, valid at any look, from a test that has one.
   */
  default OptionalDouble pValue(int successes, int draws, double threshold) {
    return OptionalDouble.empty();
  }
}
