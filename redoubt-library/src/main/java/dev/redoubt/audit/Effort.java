package dev.redoubt.audit;

import dev.redoubt.Suggestion;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much an audit does.
 *
 * <p>{@code probed} are the samples that checks look at which need no more than a sample of them;
 * {@code randomPoints} are tried around each survivor by H7; {@code hardLabels} survivors are
 * attacked by their labels alone, with {@code labelQueries} each.
 */
public enum Effort {
  /** 128 points, APGD with 20 steps and 3 targets, Square with 500 queries: under a minute. */
  QUICK(128, 64, 20, 3, 500, 1_000, 0, 0),
  /** AutoAttack in its standard version, and every check. */
  STANDARD(Integer.MAX_VALUE, 128, 100, 9, 5_000, 10_000, 24, 1_000),
  /** AutoAttack plus, nearest adversarial points, more restarts, transfer from several twins. */
  THOROUGH(Integer.MAX_VALUE, 256, 100, 9, 5_000, 10_000, 64, 4_000);

  private final int points;
  private final int probed;
  private final int steps;
  private final int targets;
  private final int queries;
  private final int randomPoints;
  private final int hardLabels;
  private final int labelQueries;

  Effort(
      int points,
      int probed,
      int steps,
      int targets,
      int queries,
      int randomPoints,
      int hardLabels,
      int labelQueries) {
    this.points = points;
    this.probed = probed;
    this.steps = steps;
    this.targets = targets;
    this.queries = queries;
    this.randomPoints = randomPoints;
    this.hardLabels = hardLabels;
    this.labelQueries = labelQueries;
  }

  /**
   * The effort of a name.
   *
   * @throws dev.redoubt.BadInputException if there is none; it names the nearest
   */
  public static Effort named(String name) {
    return Arrays.stream(values())
        .filter(effort -> effort.spelling().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Suggestion.unknown(
                    "effort", name, Arrays.stream(values()).map(Effort::spelling).toList()));
  }

  /** As users write it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The most samples that are looked at. */
  public int points() {
    return points;
  }

  /** Samples for checks that need no more than some. */
  public int probed() {
    return probed;
  }

  /** Steps of gradient attacks. */
  public int steps() {
    return steps;
  }

  /** Target classes of targeted ones. */
  public int targets() {
    return targets;
  }

  /** Queries of attacks that see scores. */
  public int queries() {
    return queries;
  }

  /** Random points around each survivor. */
  public int randomPoints() {
    return randomPoints;
  }

  /** Survivors that are attacked by their labels alone. */
  public int hardLabels() {
    return hardLabels;
  }

  /** Queries for each of them. */
  public int labelQueries() {
    return labelQueries;
  }
}
