package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.remedy.Precise;
import dev.redoubt.audit.remedy.Remedy;
import dev.redoubt.audit.remedy.Tempered;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the scale of the logits or the precision of the arithmetic protects the model. Flags PGD
 * on cross-entropy, which a scale can blind, with logits of another scale, or with gradients in
 * fp64, that takes more than .5 points of the full evidence (Carlini and Wagner 2017, section 4:
 * defensive distillation). Remedy: attacks go on so.
 */
public final class S5LogitScale implements Check {
  private static final double MOVED = .005;

  @Override
  public String id() {
    return "S5";
  }

  @Override
  public String title() {
    return "Neither scale nor precision protects";
  }

  @Override
  public String rule() {
    return "Flags attacks on rescaled logits or in fp64 that take more than .5 points of what the full evidence had left.";
  }

  @Override
  public String source() {
    return "Carlini and Wagner 2017, section 4";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation, List.of(investigation.plan().arsenal().naive()));
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] open = Investigation.first(investigation.open(), investigation.plan().effort().probed());
    if (open.length == 0) {
      return Obstacles.nothingLeft();
    }
    double scaled = moved(investigation, new Tempered(), "S5/scale", open);
    double precise = moved(investigation, new Precise(), "S5/fp64", open);
    Map<String, Object> figures =
        Check.figures("survivors", open.length, "moved_by_scale", scaled, "moved_by_fp64", precise);
    if (Math.max(scaled, precise) <= MOVED) {
      return Seen.clean(
          figures, "Another scale of the logits and 64-bit gradients make no difference.");
    }
    Remedy better = scaled >= precise ? new Tempered() : new Precise();
    Scope.value(() -> better.of(investigation.differentiated(), investigation.batch(open)))
        .ifPresent(pipeline -> investigation.differentiate(pipeline, better));
    return Seen.flagged(
        figures,
        better.words(),
        Remedied.ONCE_SETTLED,
        "With %s an attack takes another %s: what held was rounding, not the model."
            .formatted(
                scaled >= precise ? "logits of another scale" : "64-bit gradients",
                Percent.points(Math.max(scaled, precise))));
  }

  private static double moved(
      Investigation investigation, Remedy remedy, String run, int[] samples) {
    Optional<Pipeline> changed =
        Scope.value(() -> remedy.of(investigation.differentiated(), investigation.batch(samples)));
    if (changed.isEmpty()) {
      return 0;
    }
    double before = investigation.evidence().robustAccuracy();
    List<Attack<?>> attacks = List.of(investigation.plan().arsenal().naive());
    int kills = investigation.attack(run, changed.get(), attacks, samples);
    return investigation.share(kills, samples.length, before);
  }
}
