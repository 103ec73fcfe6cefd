package dev.redoubt.certify.sequential;

import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AliasMethodDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Draws counts of a test's stream from look to look. */
final class BinomialSteps {
  private final int[] looks;
  private final int[] offsets;
  private final SharedStateDiscreteSampler[] samplers;

  BinomialSteps(SequentialTest test, double p, UniformRandomProvider random) {
    looks = looks(test);
    offsets = new int[looks.length];
    samplers = new SharedStateDiscreteSampler[looks.length];
    for (int k = 0; k < looks.length; k++) {
      BinomialDistribution step =
          BinomialDistribution.of(looks[k] - (k == 0 ? 0 : looks[k - 1]), p);
      int from = step.inverseCumulativeProbability(1e-18);
      int to = step.inverseSurvivalProbability(1e-18);
      offsets[k] = from;
      samplers[k] =
          AliasMethodDiscreteSampler.of(
              random, IntStream.rangeClosed(from, to).mapToDouble(step::probability).toArray());
    }
  }

  /** All looks of a test. */
  static int[] looks(SequentialTest test) {
    return IntStream.concat(
            IntStream.iterate(test.nextLook(0), n -> n < test.cap(), test::nextLook),
            IntStream.of(test.cap()))
        .toArray();
  }

  /** Follows one stream to the test's cap; whether it reaches the boundary at any look. */
  boolean reaches(int[] boundary) {
    int successes = 0;
    for (int k = 0; k < looks.length; k++) {
      successes += offsets[k] + samplers[k].sample();
      if (successes >= boundary[k]) {
        return true;
      }
    }
    return false;
  }

  /** Follows one stream until the test is finished. */
  Outcome follow(SequentialTest test) {
    int successes = 0;
    double proven = 0;
    for (int k = 0; k < looks.length; k++) {
      successes += offsets[k] + samplers[k].sample();
      proven = Math.max(proven, test.lowerBound(successes, looks[k]));
      if (test.finished(successes, looks[k], proven)) {
        return new Outcome(proven, looks[k]);
      }
    }
    return new Outcome(proven, test.cap());
  }

  /** What a stream proved, and after how many draws. */
  record Outcome(double proven, int draws) {}
}
