package dev.redoubt.bench.suite;

import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What audits said, counted against what is known. A claim counts as false where somebody who knows
 * how the model was made leaves at least five points less than its author claims, whatever the
 * audit finds; a broken defence whose claim is true after all is in neither rate.
 *
 * @param trials all but those for calibration
 */
record ConfusionMatrix(List<Trial> trials) {
  /** Leaves out what is for calibration. */
  ConfusionMatrix {
    trials = trials.stream().filter(trial -> trial.kind() != Kind.CALIBRATION).toList();
  }

  /** The trials of one kind. */
  List<Trial> of(Kind kind) {
    return trials.stream().filter(trial -> trial.kind() == kind).toList();
  }

  /** Trials of a kind with a verdict. */
  long count(Kind kind, Verdict verdict) {
    return of(kind).stream().filter(trial -> trial.verdict() == verdict).count();
  }

  /** Trials whose claim is false. */
  List<Trial> falseClaims() {
    return trials.stream().filter(Trial::isFalseClaim).toList();
  }

  /** Broken defences and wrappers whose claim holds at this scale: nothing to detect. */
  List<Trial> trueAfterAll() {
    return trials.stream()
        .filter(trial -> trial.kind().isFalseClaim() && !trial.isFalseClaim())
        .toList();
  }

  /** The share of false claims that were refuted or put under suspicion. */
  Rate detection() {
    return Rate.of(falseClaims(), Trial::isAlarm);
  }

  /** The share of honest controls that were. */
  Rate falseAlarms() {
    return Rate.of(of(Kind.CONTROL), Trial::isAlarm);
  }

  /** Those that the audit has judged wrongly. */
  List<Trial> misjudged() {
    return trials.stream()
        .filter(
            trial ->
                trial.isFalseClaim()
                    ? !trial.isAlarm()
                    : trial.kind() == Kind.CONTROL && trial.isAlarm())
        .toList();
  }

  /** How far the audit is from the truth behind a wrapper, at most. */
  double largestDeviation() {
    return of(Kind.WRAPPER).stream().mapToDouble(Trial::deviation).max().orElse(0);
  }

  /** The trials of each fixture, in order. */
  static Map<String, List<Trial>> byFixture(Collection<Trial> trials) {
    return trials.stream()
        .collect(Collectors.groupingBy(Trial::fixture, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * A share of trials. Trials of one fixture are not independent, so that the interval is that of
   * Clopper and Pearson for as many observations as there are fixtures: as if all trials of one
   * came out alike.
   *
   * @param hits trials that did
   * @param trials all of them
   * @param fixtures that they are of
   * @param low lower end of the 95 % interval
   * @param high its upper end
   */
  record Rate(int hits, int trials, int fixtures, double low, double high) {
    static Rate of(List<Trial> trials, Predicate<Trial> hit) {
      Map<String, List<Trial>> clusters = byFixture(trials);
      int n = clusters.size();
      int hits = (int) trials.stream().filter(hit).count();
      if (n == 0) {
        return new Rate(0, 0, 0, 0, 1);
      }
      double share = (double) hits / trials.size();
      return new Rate(
          hits,
          trials.size(),
          n,
          Share.of((int) Math.floor(share * n + 1e-9), n).low(),
          Share.of((int) Math.ceil(share * n - 1e-9), n).high());
    }

    /** The share; not a number without trials. */
    double estimate() {
      return (double) hits / trials;
    }
  }
}
