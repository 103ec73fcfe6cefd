package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether one step breaks what many steps missed. Flags FGSM kills of more than .5 points among the
 * survivors of the full evidence (Athalye et al. 2018, section 3.1: one-step attacks perform better
 * than iterative ones). Remedy: more restarts and smaller steps, as S2 runs them.
 */
public final class S1SingleStep implements Check {
  private static final double SHARE = .005;

  @Override
  public String id() {
    return "S1";
  }

  @Override
  public String title() {
    return "One step does no better than many";
  }

  @Override
  public String rule() {
    return "Flags FGSM kills of more than .5 points of what the full evidence had left.";
  }

  @Override
  public String source() {
    return "Athalye et al. 2018, section 3.1";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation);
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] open = investigation.open();
    if (open.length == 0) {
      return Obstacles.nothingLeft();
    }
    double before = investigation.evidence().robustAccuracy();
    List<Attack<?>> fgsm = List.of(new Fgsm());
    int kills = investigation.attack("S1", fgsm, open);
    double share = investigation.share(kills, open.length, before);
    Map<String, Object> figures =
        Check.figures("survivors", open.length, "kills", kills, "share", share);
    return share <= SHARE
        ? Seen.clean(figures, "A single step breaks nothing that many steps missed.")
        : Seen.flagged(
            figures,
            "more restarts and smaller steps",
            Remedied.ONCE_SETTLED,
            "A single step breaks %s that many small steps had missed: the loss is rough, and small steps get lost in it."
                .formatted(Percent.points(share)));
  }
}
