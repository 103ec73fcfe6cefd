package dev.redoubt.purify.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is read off the votes on one candidate. */
final class SubmissionTest {
  private static Submission submission(int right, int votes) {
    return new Submission(0, "somebody", 0, right, votes, 0);
  }

  /** The share of all choices of k votes of which none is wrong, counted one by one. */
  @Property(tries = 60)
  void resubmissionsAreAllChoicesOfVotes(
      @ForAll @IntRange(min = 1, max = 12) int votes,
      @ForAll @IntRange(max = 12) int someRight,
      @ForAll @IntRange(min = 1, max = 12) int someTimes) {
    int right = Math.min(votes, someRight);
    int times = Math.min(votes, someTimes);
    int all = 0;
    int good = 0;
    for (int subset = 0; subset < 1 << votes; subset++) {
      if (Integer.bitCount(subset) == times) {
        all++;
        good += subset >> right == 0 ? 1 : 0;
      }
    }

    assertThat(submission(right, votes).allRight(times))
        .isCloseTo(good / (double) all, within(1e-12));
  }

  /** Over the votes that a chance of .7 gives, the mean estimate is its third power. */
  @Test
  void resubmissionsAreUnbiased() {
    int votes = 9;
    double mean = 0;
    double weight = Math.pow(.3, votes);
    for (int right = 0; right <= votes; right++) {
      mean += weight * submission(right, votes).allRight(3);
      weight *= (votes - right) / (right + 1.0) * .7 / .3;
    }

    assertThat(mean).isCloseTo(.343, within(1e-12));
  }

  @Test
  void halfOfTheVotesHold() {
    assertThat(submission(50, 100).holds()).isTrue();
    assertThat(submission(49, 100).holds()).isFalse();
    assertThat(submission(4, 9).holds()).isFalse();
  }
}
