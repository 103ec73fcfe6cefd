package dev.redoubt.audit.check;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.remedy.RemedySearch;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whether the gradient of cross-entropy is there at all. Flags more than 1 % of the rightly
 * classified samples on which it is exactly zero or NaN, or less than 1e-8 of the gradient of the
 * logits' margin (Carlini and Wagner 2017, section 4; the zero-gradient check of AutoAttack, Croce
 * and Hein 2020). Honest nets that are very sure show it, too: then losses that don't saturate
 * resolve it. Remedy: {@link RemedySearch}; the main cascade has losses that no scale blinds.
 */
public final class H2VanishingGradients implements Check {
  private static final double SHARE = .01;
  private static final double VANISHING = 1e-8;

  @Override
  public String id() {
    return "H2";
  }

  @Override
  public String title() {
    return "Gradients don't vanish";
  }

  @Override
  public String rule() {
    return "Flags gradients of cross-entropy that are zero, NaN or below 1e-8 of the margin's on more than 1 % of the samples.";
  }

  @Override
  public String source() {
    return "Carlini and Wagner 2017, section 4; Croce and Hein 2020, checks of AutoAttack";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation);
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = investigation.probed();
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    GradientModel view = investigation.gradients(investigation.pipeline()).orElseThrow();
    double[] ce = lengths(investigation, view, new CrossEntropy(), samples);
    double[] margin = lengths(investigation, view, new Margin(), samples);
    int none = count(ce, i -> !(ce[i] > 0));
    int tiny = count(ce, i -> ce[i] > 0 && ce[i] < VANISHING * margin[i]);
    int flat = count(margin, i -> !(margin[i] > 0));
    double share = (none + tiny) / (double) samples.length;
    Map<String, Object> figures =
        Check.figures(
            "samples", samples.length,
            "zero_or_nan", none,
            "below_1e-8_of_the_margins", tiny,
            "margin_zero_or_nan", flat);
    if (share <= SHARE) {
      return Seen.clean(
          figures,
          "The gradient of cross-entropy is there on all but %d of %d samples."
              .formatted(none + tiny, samples.length));
    }
    boolean saturated = flat <= SHARE * samples.length;
    Optional<String> remedy = RemedySearch.run(investigation, "H2", !saturated);
    String words =
        remedy.orElse("attacks with losses that no scale of the logits blinds (margin, DLR)");
    return Seen.flagged(
        figures,
        remedy.isPresent() || saturated ? words : null,
        remedy.isPresent() || saturated ? Remedied.ONCE_SETTLED : Remedied.NO,
        saturated
            ? "On %s of the samples the model is so sure that the gradient of cross-entropy vanishes: attacks on that loss alone stand still. Judge it by the others."
                .formatted(Percent.of(share))
            : "On %s of the samples there is no gradient to follow: something in the model rounds, decides or detaches, and attacks with gradients stand still."
                .formatted(Percent.of(share)));
  }

  private static int count(double[] values, IntPredicate chosen) {
    return (int) IntStream.range(0, values.length).filter(chosen).count();
  }

  /** Euclidean lengths of the gradients; NaN where they are not finite. */
  private static double[] lengths(
      Investigation investigation, GradientModel view, Loss loss, int[] samples) {
    return Scope.value(
        () -> {
          Batch batch = investigation.batch(samples);
          LossGradient at =
              LossGradient.at(
                  view,
                  batch.inputs(),
                  batch.labels(),
                  Goal.untargeted(),
                  loss,
                  batch.draws(investigation.plan().seed(), "audit/h2"));
          return Reductions.l2PerSample(at.gradient()).doubles();
        });
  }
}
