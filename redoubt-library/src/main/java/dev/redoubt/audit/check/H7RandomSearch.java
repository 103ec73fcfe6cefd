package dev.redoubt.audit.check;

import dev.redoubt.attack.RandomPoints;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether points that anybody can draw break what attacks with gradients could not. Flags kills of
 * more than .2 points of robust accuracy among random points and corners of the ball around
 * survivors (Athalye et al. 2018, section 3.1: random sampling finds adversarial examples). Remedy:
 * as many points again.
 */
public final class H7RandomSearch implements Check {
  private static final double SHARE = .002;
  private static final double SETTLED = .01;
  private static final int BLACK_BOX_POINTS = 100;
  private static final int SURVIVORS = 48;

  @Override
  public String id() {
    return "H7";
  }

  @Override
  public String title() {
    return "Random search finds nothing more";
  }

  @Override
  public String rule() {
    return "Flags random points and corners around survivors that take more than .2 points of robust accuracy.";
  }

  @Override
  public String source() {
    return "Athalye et al. 2018, section 3.1";
  }

  @Override
  public Seen look(Investigation investigation) {
    boolean all = investigation.plan().effort() == Effort.THOROUGH;
    int[] open = investigation.open();
    int[] samples = all ? open : Investigation.first(open, SURVIVORS);
    if (samples.length == 0) {
      return Obstacles.nothingLeft();
    }
    int points =
        investigation.pipeline().isShared()
            ? Math.max(
                BLACK_BOX_POINTS,
                investigation.plan().effort().randomPoints() / investigation.asked().passes())
            : BLACK_BOX_POINTS;
    double before = investigation.evidence().robustAccuracy();
    int kills = investigation.attack("H7", List.of(new RandomPoints(points)), samples);
    double share = investigation.share(kills, samples.length, before);
    Map<String, Object> figures =
        Check.figures(
            "survivors", samples.length, "points_each", points, "kills", kills, "share", share);
    if (investigation.gradients().isEmpty()) {
      return Seen.nothing(
          figures,
          "Random points broke %d of %d survivors; there are no attacks with gradients to compare with."
              .formatted(kills, samples.length));
    }
    if (share <= SHARE) {
      return Seen.clean(
          figures,
          String.format(
              Locale.ROOT,
              "Of %,d random points around each of %d survivors %s what the attacks had left.",
              points,
              samples.length,
              kills == 0 ? "none broke" : "hardly any, no more than chance allows, broke"));
    }
    int more =
        investigation.attack(
            "H7/again",
            List.of(new RandomPoints(2 * points)),
            Investigation.first(investigation.open(), samples.length));
    double moved = investigation.share(more, samples.length, before);
    figures.put("kills_of_twice_as_many", more);
    return Seen.flagged(
        figures,
        "twice as many random points",
        moved <= SETTLED ? Remedied.YES : Remedied.NO,
        "Random points break %s of what attacks with gradients had left: those attacks fail on this model."
            .formatted(Percent.of((double) kills / samples.length)));
  }
}
