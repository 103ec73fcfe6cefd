package dev.redoubt.audit.check;

import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.Settlement;
import dev.redoubt.audit.Trace;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Scope;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the attacks have come to an end. Flags twice the iterations with five restarts that take
 * more than .5 points of the full evidence, or a loss that on the median survivor still moved by
 * more than 5 % of its range over the last ten steps (Carlini et al. 2019, section 5.4; Pintor et
 * al. 2022, indicator 4). Remedy: a larger budget, until doubling it moves robust accuracy by at
 * most one point.
 */
public final class S2Convergence implements Check {
  private static final double MOVED = .005;
  private static final double MOVING = .05;
  private static final int LAST = 10;
  private static final int STEPS = 100;

  @Override
  public String id() {
    return "S2";
  }

  @Override
  public String title() {
    return "More steps and restarts change nothing";
  }

  @Override
  public String rule() {
    return "Flags twice the iterations with five restarts that take more than .5 points, or a loss still moving by more than 5 % of its range over the last ten steps.";
  }

  @Override
  public String source() {
    return "Carlini et al. 2019, section 5.4; Pintor et al. 2022, indicator 4";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation, investigation.plan().arsenal().doubled());
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] open = investigation.open();
    if (open.length == 0) {
      return Obstacles.nothingLeft();
    }
    double moved = investigation.settlement().round();
    double moving =
        moving(investigation, Investigation.first(open, investigation.plan().effort().probed()));
    Map<String, Object> figures =
        Check.figures(
            "survivors", Math.min(open.length, Settlement.most()),
            "moved_by_doubling", moved,
            "median_still_moving", moving);
    if (moved <= MOVED && moving <= MOVING) {
      return Seen.clean(
          figures,
          "Twice the steps with five restarts took %s: the attacks have come to an end."
              .formatted(Percent.points(moved)));
    }
    return Seen.flagged(
        figures,
        "twice the steps with five restarts, until little changed",
        Remedied.ONCE_SETTLED,
        moved > MOVED
            ? "Twice the steps with five restarts took another %s: with the budget as it was, the attacks had not come to an end."
                .formatted(Percent.points(moved))
            : "After %d steps the loss still rose by %s of its range: attacks with few steps stop too early."
                .formatted(STEPS, Percent.of(moving)));
  }

  /** The median over some survivors. */
  private static double moving(Investigation investigation, int[] samples) {
    GradientModel view = investigation.gradients().orElseThrow();
    double[] shares =
        Scope.value(
            () -> {
              Batch batch = investigation.batch(samples);
              Trace trace =
                  Trace.of(
                      view,
                      batch,
                      investigation.threat(),
                      new Margin(),
                      STEPS,
                      batch.draws(investigation.plan().seed(), "audit/s2"));
              return IntStream.range(0, samples.length)
                  .mapToDouble(row -> trace.stillMoving(row, LAST))
                  .toArray();
            });
    Arrays.sort(shares);
    return shares[shares.length / 2];
  }
}
