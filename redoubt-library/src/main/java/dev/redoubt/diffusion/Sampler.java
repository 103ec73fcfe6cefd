package dev.redoubt.diffusion;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Ways from a time t of the noise back to the sample. */
public enum Sampler {
  /**
   * The reverse SDE {@code dx = [-½β x - β ∇log p] dt + √β dw} by Euler and Maruyama, as DiffPure
   * does it (Nie et al. 2022, equation 6), with score {@code -ε / √(1-ᾱ)}. The last step adds no
   * noise.
   */
  SDE {
    @Override
    public double signal(NoiseSchedule schedule, double t) {
      checked(t);
      return schedule.alphaBar(t);
    }

    @Override
    List<ReverseStep> path(NoiseSchedule schedule, double t, int steps) {
      double width = t / steps;
      List<ReverseStep> path = new ArrayList<>();
      for (int i = steps; i > 0; i--) {
        double now = i * width;
        double rate = schedule.rate(now) * width;
        path.add(
            new ReverseStep(
                Math.max(0, now * schedule.steps() - 1),
                1 + rate / 2,
                -rate / Math.sqrt(1 - schedule.alphaBar(now)),
                i == 1 ? 0 : Math.sqrt(rate)));
      }
      return path;
    }
  },

  /** Ancestral sampling (Ho et al. 2020, algorithm 2) with the posterior's deviation. */
  DDPM {
    @Override
    List<ReverseStep> path(NoiseSchedule schedule, double t, int steps) {
      return discrete(
          schedule,
          t,
          steps,
          (from, to) -> {
            NoiseSchedule.Posterior posterior = schedule.posterior(to, from);
            double signal = schedule.alphaBar(from);
            return new ReverseStep(
                from - 1,
                posterior.start() / Math.sqrt(signal) + posterior.noisy(),
                -posterior.start() * Math.sqrt((1 - signal) / signal),
                posterior.deviation());
          });
    }
  },

  /** The deterministic way of implicit models (Song et al. 2021, equation 12 with σ = 0). */
  DDIM {
    @Override
    List<ReverseStep> path(NoiseSchedule schedule, double t, int steps) {
      return discrete(
          schedule,
          t,
          steps,
          (from, to) -> {
            double kept = Math.sqrt(schedule.alphaBar(to) / schedule.alphaBar(from));
            return new ReverseStep(
                from - 1,
                kept,
                Math.sqrt(1 - schedule.alphaBar(to))
                    - kept * Math.sqrt(1 - schedule.alphaBar(from)),
                0);
          });
    }
  };

  /** What the command line calls it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The sampler of a name.
   *
   * @throws BadInputException if there is none
   */
  public static Sampler named(String name) {
    List<String> names = Arrays.stream(values()).map(Sampler::text).toList();
    if (!names.contains(name)) {
      throw Suggestion.unknown("sampler", name, names);
    }
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * ᾱ of the noise that the way back starts from.
   *
   * @param t in (0, 1)
   */
  public double signal(NoiseSchedule schedule, double t) {
    checked(t);
    return schedule.alphaBar(discreteStep(schedule, t));
  }

  /**
   * The steps from time t to 0, in order.
   *
   * @param t in (0, 1)
   * @param steps at least 1; for the discrete ways no more than the schedule has up to t
   * @throws BadInputException if a value is out of its range
   */
  public List<ReverseStep> steps(NoiseSchedule schedule, double t, int steps) {
    checked(t);
    if (steps < 1 || steps > NoiseSchedule.MOST_STEPS) {
      throw new BadInputException(
          "the way back wants from 1 to %,d steps, not %,d"
              .formatted(NoiseSchedule.MOST_STEPS, steps));
    }
    return path(schedule, t, steps);
  }

  abstract List<ReverseStep> path(NoiseSchedule schedule, double t, int steps);

  private static void checked(double t) {
    if (!(t > 0 && t < 1)) {
      throw new BadInputException(
          "the time t of the noise must lie between 0 and 1, both excluded, not be " + t);
    }
  }

  /** The step that is nearest to a time. */
  private static int discreteStep(NoiseSchedule schedule, double t) {
    return Math.max(1, (int) Math.round(t * schedule.steps()));
  }

  private static List<ReverseStep> discrete(
      NoiseSchedule schedule, double t, int steps, Between between) {
    int first = discreteStep(schedule, t);
    if (steps > first) {
      throw new BadInputException(
          "%d steps back from t = %s are more than the %d steps that the noise schedule has up to there"
              .formatted(steps, t, first));
    }
    List<ReverseStep> path = new ArrayList<>();
    for (int i = steps; i > 0; i--) {
      path.add(between.step(at(first, i, steps), at(first, i - 1, steps)));
    }
    return path;
  }

  private static int at(int first, int i, int steps) {
    return (int) Math.round((double) first * i / steps);
  }

  private interface Between {
    ReverseStep step(int from, int to);
  }
}
