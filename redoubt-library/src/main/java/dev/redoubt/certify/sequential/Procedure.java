package dev.redoubt.certify.sequential;

import dev.redoubt.BadInputException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/** Which statistics certify: from a name to a {@link SequentialTest}. */
public enum Procedure {
  /** The exact group-sequential boundary: the fewest draws. */
  GROUP_SEQUENTIAL {
    @Override
    SequentialTest ofGrid(List<Double> thresholds, double alpha, int n) {
      return new GroupSequentialTest(thresholds, alpha, BETA, Looks.growing(n));
    }
  },
  /** The e-process, on a grid or as a confidence sequence. */
  E_PROCESS {
    @Override
    SequentialTest ofGrid(List<Double> thresholds, double alpha, int n) {
      return new EProcessTest(thresholds, alpha, BETA, Looks.growing(n));
    }
  },
  /** Cohen's test, stopped when its outcome is certain. */
  CURTAILED {
    @Override
    SequentialTest ofGrid(List<Double> thresholds, double alpha, int n) {
      return new CurtailedTest(thresholds, n, alpha);
    }
  },
  /** Cohen's test. */
  FIXED {
    @Override
    SequentialTest ofGrid(List<Double> thresholds, double alpha, int n) {
      return new FixedSampleTest(n, alpha);
    }
  };

  /** The probability to give up what could be proven. */
  private static final double BETA = 0.01;

  private static final int MOST_DRAWS = 100_000_000;

  /** In the command line's spelling. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  abstract SequentialTest ofGrid(List<Double> thresholds, double alpha, int n);

  /**
   * A test of a grid of thresholds.
   *
   * @param thresholds rising, in [½, 1)
   * @param alpha the error probability
   * @param n draws at most
   * @throws BadInputException if not even the smallest can be proven with n draws; it says how many
   *     it takes
   */
  public SequentialTest grid(List<Double> thresholds, double alpha, int n) {
    if (n < 1) {
      throw new BadInputException("n must be at least 1, not " + n);
    }
    SequentialTest test = ofGrid(thresholds, alpha, n);
    if (test.reach() < thresholds.get(0)) {
      OptionalInt needed = needed(thresholds.get(0), alpha, n);
      throw new BadInputException(
          "%,d draws at alpha %s can't prove the smallest radius, which wants a probability of %s: "
                  .formatted(n, alpha, thresholds.get(0))
              + (needed.isPresent()
                  ? "it takes at least n = %,d".formatted(needed.getAsInt())
                  : "no number of draws that is practical can"));
    }
    return test;
  }

  /**
   * The fewest draws with which this procedure could prove a threshold.
   *
   * @param tooFew a number that is not enough
   */
  private OptionalInt needed(double threshold, double alpha, int tooFew) {
    // No test of level alpha proves a threshold with fewer, all of them yeses.
    double least = Math.log(alpha) / Math.log(threshold);
    if (!(least < MOST_DRAWS / 2.0)) {
      return OptionalInt.empty();
    }
    int no = tooFew;
    int yes = Math.max(tooFew, (int) least);
    while (!proves(threshold, alpha, yes)) {
      no = yes;
      yes = Math.min(MOST_DRAWS, yes + 1 + yes / 4);
      if (no == MOST_DRAWS) {
        return OptionalInt.empty();
      }
    }
    while (yes - no > 1) {
      int middle = (no + yes) >>> 1;
      if (proves(threshold, alpha, middle)) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return OptionalInt.of(yes);
  }

  private boolean proves(double threshold, double alpha, int n) {
    return ofGrid(List.of(threshold), alpha, n).reach() >= threshold;
  }

  /**
   * A test whose bound is as large as the evidence allows.
   *
   * @param radius from a probability to a radius
   * @param width of the interval of radii to stop at; the procedure of a fixed n does not stop
   * @param enough a probability above which nothing more is to be proven
   * @throws BadInputException if this procedure only decides thresholds
   */
  public SequentialTest full(
      double alpha, int n, DoubleUnaryOperator radius, double width, double enough) {
    return switch (this) {
      case E_PROCESS ->
          new ConfidenceSequence(alpha, BETA, Looks.growing(n), radius, width, enough);
      case FIXED -> new FixedSampleTest(n, alpha);
      default ->
          throw new BadInputException(
              "the %s test decides given radii: full radii want %s or %s"
                  .formatted(spelling(), E_PROCESS.spelling(), FIXED.spelling()));
    };
  }
}
