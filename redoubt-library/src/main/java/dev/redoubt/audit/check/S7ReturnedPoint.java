package dev.redoubt.audit.check;

import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Trace;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether an attack passes adversarial points and returns another. Flags any sample on which PGD
 * was through on its way but not at its last point (silent success, Pintor et al. 2022, indicator
 * 3). Remedy: the best point counts, as in all attacks that the evidence is from.
 */
public final class S7ReturnedPoint implements Check {
  private static final int STEPS = 40;

  @Override
  public String id() {
    return "S7";
  }

  @Override
  public String title() {
    return "Attacks end where they succeed";
  }

  @Override
  public String rule() {
    return "Flags samples that PGD broke on its way, but not at its last point.";
  }

  @Override
  public String source() {
    return "Pintor et al. 2022, indicator 3";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation)
        .or(
            () ->
                investigation.pipeline().isRandom()
                    ? Optional.of("The model is random: that one draw is wrong is no success.")
                    : Optional.empty());
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = investigation.probed();
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    GradientModel view = investigation.gradients().orElseThrow();
    int[] counts =
        Scope.value(
            () -> {
              Batch batch = investigation.batch(samples);
              Trace trace =
                  Trace.of(
                      view,
                      batch,
                      investigation.threat(),
                      new CrossEntropy(),
                      STEPS,
                      batch.draws(investigation.plan().seed(), "audit/s7"));
              IntStream rows = IntStream.range(0, samples.length);
              int lost =
                  (int) rows.filter(row -> trace.onPath()[row] && !trace.atEnd()[row]).count();
              int passed =
                  (int)
                      IntStream.range(0, samples.length).filter(row -> trace.onPath()[row]).count();
              return new int[] {passed, lost};
            });
    Map<String, Object> figures =
        Check.figures(
            "samples",
            samples.length,
            "broken_on_the_way",
            counts[0],
            "lost_at_the_end",
            counts[1]);
    return counts[1] == 0
        ? Seen.clean(figures, "What PGD breaks on its way is still broken at its last point.")
        : Seen.flagged(
            figures,
            "the best point on the way counts",
            Remedied.ONCE_SETTLED,
            "On %d of %d samples PGD was through on its way, but not at its last point: an attack that returns the last one understates what it found."
                .formatted(counts[1], samples.length));
  }
}
