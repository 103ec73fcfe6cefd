package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import dev.redoubt.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the evidence has settled: whether gradient attacks with twice the steps and several
 * restarts, on what is left, move robust accuracy by no more than one point. Each round has draws
 * of its own. Where nothing can be run, nothing settles.
 */
public final class Settlement {
  private static final double TOLERANCE = .01;
  private static final int ROUNDS = 3;
  private static final int SURVIVORS = 200;
  private final Investigation investigation;
  private final List<Double> moves = new ArrayList<>();
  private @Nullable Pipeline settledFor;
  private int rounds;

  Settlement(Investigation investigation) {
    this.investigation = investigation;
  }

  /**
   * One round.
   *
   * @return by how much robust accuracy moved, as a share of all samples
   */
  public double round() {
    int[] open = Investigation.first(investigation.open(), SURVIVORS);
    double before = investigation.evidence().robustAccuracy();
    rounds++;
    List<Attack<?>> attacks = attacks();
    int kills = investigation.attack("doubled-" + rounds, attacks, open);
    double moved = investigation.share(kills, open.length, before);
    moves.add(moved);
    boolean settled = moved <= TOLERANCE && !attacks.isEmpty();
    settledFor = settled ? investigation.differentiated() : null;
    return moved;
  }

  /** By gradients; where no attack can use any, by twice the queries, or by labels anew. */
  private List<Attack<?>> attacks() {
    Arsenal arsenal = investigation.plan().arsenal();
    int queries = 2 * investigation.plan().effort().queries();
    return Stream.of(arsenal.doubled(), arsenal.scores(queries), arsenal.labels())
        .map(
            some ->
                investigation.able(investigation.differentiated(), some, investigation.threat()))
        .filter(able -> !able.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Goes on until it has settled for the pipeline as it is differentiated now, or is given up. */
  public boolean reached() {
    for (int i = 0; i < ROUNDS && settledFor != investigation.differentiated(); i++) {
      round();
    }
    return settledFor == investigation.differentiated();
  }

  /** What each round moved. */
  public List<Double> moves() {
    return List.copyOf(moves);
  }

  /** Survivors that a round attacks at most. */
  public static int most() {
    return SURVIVORS;
  }
}
