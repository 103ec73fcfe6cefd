package dev.redoubt.audit.check;

import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.remedy.Redeclared;
import dev.redoubt.data.Batch;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the model says by itself that it is random. Flags five passes over the same samples that
 * differ by more than 1e-4 of the logits' length although it declares none (the check of
 * AutoAttack, Croce and Hein 2020; stochastic gradients, Athalye et al. 2018). Remedy: it is taken
 * for random from here on: votes decide, and attackers average over draws, doubled until robust
 * accuracy moves by at most one point. What declares itself random is treated so from the start,
 * and is no flag.
 */
public final class H3Randomness implements Check {
  private static final int PASSES = 5;
  private static final double SAME = 1e-4;
  private static final int SAMPLES = 32;

  @Override
  public String id() {
    return "H3";
  }

  @Override
  public String title() {
    return "Randomness is declared";
  }

  @Override
  public String rule() {
    return "Flags five passes over the same samples that differ by more than 1e-4 of the logits' length in a model that declares no randomness.";
  }

  @Override
  public String source() {
    return "Croce and Hein 2020, checks of AutoAttack; Athalye et al. 2018, section 3";
  }

  @Override
  public Seen look(Investigation investigation) {
    double apart = apart(investigation);
    boolean declared = investigation.pipeline().isRandom();
    Map<String, Object> figures =
        Check.figures("passes", PASSES, "largest_difference", apart, "declared_random", declared);
    if (declared) {
      return Seen.clean(
          figures,
          "The model says that it is random: every verdict is by 100 votes, and attackers average over draws.");
    }
    if (apart <= SAME) {
      return Seen.clean(figures, "The same input gives the same output each time.");
    }
    Optional<Pipeline> random =
        Scope.value(
            () ->
                new Redeclared()
                    .of(investigation.pipeline(), investigation.batch(first(investigation))));
    random.ifPresent(investigation::redeclare);
    return Seen.flagged(
        figures,
        random.isPresent() ? new Redeclared().words() : null,
        random.isPresent() ? Remedied.ONCE_SETTLED : Remedied.NO,
        "The same input gives other outputs each time, though the model declares no randomness: one lucky draw looks like robustness. Declare it, and judge by votes.");
  }

  private static int[] first(Investigation investigation) {
    return IntStream.range(0, Math.min(SAMPLES, investigation.dataset().size())).toArray();
  }

  private static double apart(Investigation investigation) {
    return Scope.value(
        () -> {
          Batch batch = investigation.batch(first(investigation));
          long seed = investigation.plan().seed();
          Tensor reference =
              Outputs.of(investigation.asked(), batch.inputs(), batch.draws(seed, "audit/h3/0"));
          double most = 0;
          for (int pass = 1; pass < PASSES; pass++) {
            Tensor again =
                Outputs.of(
                    investigation.asked(), batch.inputs(), batch.draws(seed, "audit/h3/" + pass));
            most = Math.max(most, Outputs.apart(reference, again));
          }
          return most;
        });
  }
}
