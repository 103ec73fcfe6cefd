package dev.redoubt.audit.check;

import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.remedy.OneByOne;
import dev.redoubt.data.Batch;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether what the model says of a sample depends on the batch that it comes in. Flags answers
 * alone and in a reversed batch that differ by more than 1e-4 of the logits' length: batch
 * normalisation left in training mode is the usual reason (and a bug), transductive defences are
 * the other (Croce et al. 2022). Verdicts are always about single samples; remedy: attackers get
 * each sample's answer and gradient alone, as it is judged.
 */
public final class H4BatchDependence implements Check {
  private static final double SAME = 1e-4;
  private static final int SAMPLES = 16;

  @Override
  public String id() {
    return "H4";
  }

  @Override
  public String title() {
    return "Answers don't depend on the batch";
  }

  @Override
  public String rule() {
    return "Flags answers alone and in another batch that differ by more than 1e-4 of the logits' length.";
  }

  @Override
  public String source() {
    return "Croce et al. 2022, on test-time defences";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return investigation.pipeline().isRandom() && !investigation.pipeline().isShared()
        ? Optional.of("The model is random by itself, so answers differ anyhow.")
        : Optional.empty();
  }

  @Override
  public Seen look(Investigation investigation) {
    double[] found = Scope.value(() -> apart(investigation));
    double apart = found[0];
    Map<String, Object> figures =
        Check.figures(
            "samples",
            Math.min(SAMPLES, investigation.dataset().size()),
            "largest_difference",
            apart);
    if (!(found[1] <= SAME)) {
      return Seen.nothing(
          figures, "The model is random by itself, so that answers differ anyhow, alone as well.");
    }
    if (apart <= SAME) {
      return Seen.clean(figures, "A sample gets the same answer alone and in any batch.");
    }
    Optional<Pipeline> alone =
        Scope.value(
            () -> new OneByOne().of(investigation.differentiated(), investigation.batch(0)));
    alone.ifPresent(pipeline -> investigation.differentiate(pipeline, new OneByOne()));
    return Seen.flagged(
        figures,
        alone.isPresent() ? new OneByOne().words() : null,
        alone.isPresent() ? Remedied.ONCE_SETTLED : Remedied.NO,
        "What the model says of a sample depends on the others in its batch: look for batch normalisation in training mode. Here every sample is judged alone.");
  }

  /** Of answers in a batch and alone; where these differ, of answers alone and alone again. */
  private static double[] apart(Investigation investigation) {
    int n = Math.min(SAMPLES, investigation.dataset().size());
    int[] order = IntStream.range(0, n).toArray();
    Batch batch = investigation.batch(order);
    Draws draws = batch.draws(investigation.plan().seed(), "audit/h4");
    Tensor alone = alone(investigation, batch, draws);
    int[] reversed = IntStream.range(0, n).map(row -> n - 1 - row).toArray();
    Tensor together =
        Outputs.of(
            investigation.asked(), Layout.rows(batch.inputs(), reversed), draws.rows(reversed));
    double apart = Outputs.apart(alone, Layout.rows(together, reversed));
    double again = apart <= SAME ? 0 : Outputs.apart(alone, alone(investigation, batch, draws));
    return new double[] {apart, again};
  }

  private static Tensor alone(Investigation investigation, Batch batch, Draws draws) {
    List<Tensor> answers = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      answers.add(
          Outputs.of(investigation.asked(), Layout.row(batch.inputs(), row), draws.rows(row)));
    }
    return Layout.concat(answers, 0);
  }
}
