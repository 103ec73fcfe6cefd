package dev.redoubt.audit.check;

import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.remedy.RemedySearch;
import dev.redoubt.data.Batch;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the gradient that the model gives is that of what it computes. Flags a median relative
 * error above 5 % against central differences along the gradient, or a cosine below .9 over that
 * and eight random directions on more than 10 % of the samples (after the unavailable gradients of
 * Pintor et al. 2022 and the shattered ones of Athalye et al. 2018, section 3). Where stages
 * declare a surrogate, they say themselves that their own derivative is not to be followed, and the
 * classifier behind them is compared. Remedy: {@link RemedySearch}.
 */
public final class H1GradientAgreement implements Check {
  private static final double ERROR = .05;
  private static final double COSINE = .9;
  private static final double SHARE = .1;
  private static final int SAMPLES = 32;

  @Override
  public String id() {
    return "H1";
  }

  @Override
  public String title() {
    return "Gradients are those of the model";
  }

  @Override
  public String rule() {
    return "Flags a median relative error above 5 % against central differences, or a cosine below .9 on more than 10 % of the samples.";
  }

  @Override
  public String source() {
    return "Athalye et al. 2018, section 3; Pintor et al. 2022, indicator 1";
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
    Pipeline pipeline = investigation.pipeline();
    List<String> declared =
        pipeline.stages().stream()
            .filter(stage -> !(stage.declares().backward() instanceof Backward.Exact))
            .map(Stage::name)
            .toList();
    Pipeline compared = declared.isEmpty() ? pipeline : Pipeline.of(pipeline.classifier());
    if (!compared.input().equals(pipeline.input())) {
      return Seen.nothing(
          Map.of("stages_with_surrogates", declared),
          "The stages declare surrogates and change the shape of inputs, so there is no gradient of theirs to compare.");
    }
    GradientComparison found =
        Scope.value(
            () -> {
              Batch batch = investigation.batch(samples);
              GradientModel view = (GradientModel) compared.adaptive(1);
              return GradientComparison.of(
                  view, batch, batch.draws(investigation.plan().seed(), "audit/h1"));
            });
    double error = found.medianError();
    double apart = found.shareBelow(COSINE);
    Map<String, Object> figures =
        Check.figures(
            "samples", samples.length,
            "median_relative_error", error,
            "share_with_cosine_below_0.9", apart,
            "stages_with_surrogates", declared);
    String of = declared.isEmpty() ? "the model" : "the classifier behind the defence";
    if (error <= ERROR && apart <= SHARE) {
      return Seen.clean(
          figures,
          "The gradients of %s agree with finite differences of what it computes, so attacks that follow them go the right way."
              .formatted(of));
    }
    Optional<String> remedy = RemedySearch.run(investigation, "H1", true);
    return Seen.flagged(
        figures,
        remedy.orElse(null),
        remedy.isPresent() ? Remedied.ONCE_SETTLED : Remedied.NO,
        "The gradients of %s are not those of what it computes (median relative error %s): attacks that trust them are led astray, and what they don't find proves nothing."
            .formatted(of, Double.isFinite(error) ? Percent.of(error) : "without bound"));
  }
}
