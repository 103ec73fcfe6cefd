package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.Trace;
import dev.redoubt.audit.remedy.NeighbourAverage;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the loss is smooth enough to be climbed. Around the points at which PGD ends, the margin
 * is looked at in 100 neighbours within half of 8/255 of the range (of epsilon, if that is
 * smaller); flags a mean change above 10 % (Pintor et al. 2022, indicator 2, which takes the loss
 * itself for the unit; here it is the spread of the logits, since a margin may be near zero without
 * being rough). Remedy: the gradient averaged over neighbours.
 */
public final class S3Roughness implements Check {
  private static final double ROUGH = .1;
  private static final int NEIGHBOURS = 100;
  private static final int COPIES = 8;
  private static final int SAMPLES = 32;
  private static final int STEPS = 20;
  private static final double RADIUS = 8 / 255.0;

  @Override
  public String id() {
    return "S3";
  }

  @Override
  public String title() {
    return "The loss is smooth";
  }

  @Override
  public String rule() {
    return "Flags a margin that changes by more than 10 % of the spread of the logits, on average, among 100 close neighbours.";
  }

  @Override
  public String source() {
    return "Pintor et al. 2022, indicator 2";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation);
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = Investigation.first(investigation.probed(), SAMPLES);
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    double range = investigation.pipeline().input().high() - investigation.pipeline().input().low();
    double share = Math.min(1, RADIUS * range / investigation.threat().epsilon()) / 2;
    double radius = share * investigation.threat().epsilon();
    double rough = rough(investigation, samples, radius);
    Map<String, Object> figures =
        Check.figures(
            "samples", samples.length,
            "neighbours", NEIGHBOURS,
            "radius", radius,
            "mean_change", rough);
    if (rough <= ROUGH) {
      return Seen.clean(
          figures,
          "Close neighbours have nearly the same loss (%s apart): it can be climbed."
              .formatted(Percent.of(rough)));
    }
    NeighbourAverage remedy = new NeighbourAverage(COPIES, radius);
    Optional<Pipeline> averaged =
        Scope.value(() -> remedy.of(investigation.differentiated(), investigation.batch(samples)));
    averaged.ifPresent(
        pipeline -> {
          List<Attack<?>> attacks = List.of(investigation.plan().arsenal().probing());
          investigation.attack(
              "S3",
              pipeline,
              attacks,
              Investigation.first(investigation.open(), investigation.plan().effort().probed()));
        });
    return Seen.flagged(
        figures,
        averaged.isPresent() ? remedy.words() : null,
        averaged.isPresent() ? Remedied.ONCE_SETTLED : Remedied.NO,
        "Close neighbours differ in their loss by %s of the logits' spread: the gradient at one point says little of the next."
            .formatted(Percent.of(rough)));
  }

  private static double rough(Investigation investigation, int[] samples, double radius) {
    GradientModel view = investigation.gradients().orElseThrow();
    return Scope.value(
        () -> {
          Batch batch = investigation.batch(samples);
          Draws draws = batch.draws(investigation.plan().seed(), "audit/s3");
          Trace trace = Trace.of(view, batch, investigation.threat(), new Margin(), STEPS, draws);
          double[] sum = new double[samples.length];
          double[] here = margins(view, trace.end(), batch, draws);
          double[] spread = spread(view, trace.end(), draws);
          for (int i = 0; i < NEIGHBOURS; i++) {
            Draws keyed = draws.of("neighbour-" + i);
            double[] there =
                Scope.value(
                    () -> {
                      Tensor moved =
                          trace
                              .end()
                              .plus(
                                  investigation.threat().norm().random(trace.end(), radius, keyed));
                      return margins(view, InputDomain.of(view.input()).clamp(moved), batch, draws);
                    });
            Arrays.setAll(sum, row -> sum[row] + Math.abs(there[row] - here[row]));
          }
          return IntStream.range(0, sum.length)
              .mapToDouble(row -> Math.min(1, sum[row] / NEIGHBOURS / Math.max(spread[row], 1e-12)))
              .average()
              .orElse(0);
        });
  }

  private static double[] margins(GradientModel view, Tensor x, Batch batch, Draws draws) {
    return new Margin().perSample(view.logits(x, draws), batch.labels()).doubles();
  }

  private static double[] spread(GradientModel view, Tensor x, Draws draws) {
    Tensor logits = view.logits(x, draws);
    Tensor sorted = Reductions.sort(logits, true).values();
    long last = sorted.size(1) - 1;
    return Layout.columns(sorted, 0, 1).minus(Layout.columns(sorted, last, last + 1)).doubles();
  }
}
