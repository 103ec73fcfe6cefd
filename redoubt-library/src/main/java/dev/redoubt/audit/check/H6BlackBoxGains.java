package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.transfer.Transfer;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.Share;
import dev.redoubt.model.ScoreModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether attacks that see no gradients break what those with gradients left: Square by scores, a
 * walk along the boundary by labels, and points carried over from an undefended twin (Athalye et
 * al. 2018, section 3.1; Croce and Hein 2020). Flags an attack whose kills among the survivors that
 * it saw have a 95 % lower bound above 2 points, or all of them together where they take robust
 * accuracy under the claim. Honest MNIST nets lose half a point to Square, which is within. Remedy:
 * the black-box budget is doubled until that moves robust accuracy by at most one point.
 */
public final class H6BlackBoxGains implements Check {
  private static final double BOUND = .02;
  private static final double MISSED = .05;
  private static final double SETTLED = .01;
  private static final int DOUBLINGS = 3;

  @Override
  public String id() {
    return "H6";
  }

  @Override
  public String title() {
    return "Attacks without gradients gain nothing";
  }

  @Override
  public String rule() {
    return "Flags attacks without gradients whose kills among white-box survivors have a 95 % lower bound above 2 points, or that take robust accuracy under the claim.";
  }

  @Override
  public String source() {
    return "Athalye et al. 2018, section 3.1; Croce and Hein 2020, checks of AutoAttack";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation)
        .map(why -> why + " So there are no white-box survivors to compare with.");
  }

  @Override
  public Seen look(Investigation investigation) {
    int n = investigation.evidence().samples();
    List<String> byScores =
        investigation.plan().arsenal().main().stream()
            .filter(attack -> attack.needs() == ScoreModel.class)
            .map(Attack::name)
            .toList();
    int broken = brokenBy(byScores, investigation);
    int left = investigation.evidence().survivors().length;
    int whiteBox = left + broken;
    if (whiteBox == 0) {
      return Obstacles.nothingLeft();
    }
    List<Gain> gains = new ArrayList<>();
    if (!byScores.isEmpty()) {
      gains.add(new Gain(String.join("_", byScores), broken, whiteBox));
    }
    if (!investigation.plan().twins().isEmpty()) {
      int[] open = investigation.open();
      int kills = investigation.attack("H6/transfer", List.of(transfer(investigation)), open);
      gains.add(new Gain("transfer", kills, open.length));
    }
    int labels = investigation.plan().effort().hardLabels();
    if (labels > 0) {
      int[] open = Investigation.first(investigation.open(), labels);
      int kills = investigation.attack("H6/labels", investigation.plan().arsenal().labels(), open);
      gains.add(new Gain("labels", kills, open.length));
    }
    double after = investigation.evidence().robustAccuracy();
    double before = (double) whiteBox / n;
    boolean undercuts =
        investigation.plan().claim().filter(c -> before >= c && after < c).isPresent();
    boolean flagged = undercuts || gains.stream().anyMatch(gain -> gain.low() > BOUND);
    Map<String, Object> figures = Check.figures("white_box_survivors", whiteBox);
    for (Gain gain : gains) {
      figures.put(gain.attack + "_examined", gain.examined);
      figures.put(gain.attack + "_kills", gain.kills);
      figures.put(gain.attack + "_kills_low", gain.low());
    }
    if (!flagged) {
      return Seen.clean(
          figures,
          "Attacks without gradients broke %d of the %d samples that attacks with gradients had left: no more than an honest model loses to them."
              .formatted(whiteBox - left, whiteBox));
    }
    boolean settled = doubled(investigation, figures);
    return Seen.flagged(
        figures,
        "more queries, doubled until little changed",
        settled ? Remedied.YES : Remedied.NO,
        "Attacks without gradients break %s of what attacks with gradients had left: gradients are of less use on this model than they should be."
            .formatted(Percent.of((double) (whiteBox - left) / whiteBox)));
  }

  /**
   * What attacks by scores, which come last in the main cascade, broke; on a defended model those
   * of the oblivious attacker come before any adaptive one, and gain nothing on it.
   */
  private static int brokenBy(List<String> attacks, Investigation investigation) {
    return (int)
        investigation.evidence().all().stream()
            .map(sample -> sample.outcome().attack())
            .filter(found -> found != null && !found.contains(", oblivious"))
            .filter(found -> attacks.stream().anyMatch(found::startsWith))
            .count();
  }

  private static Attack<?> transfer(Investigation investigation) {
    return new Transfer(investigation.plan().twins());
  }

  private static boolean doubled(Investigation investigation, Map<String, Object> figures) {
    double moved = 1;
    List<Double> moves = new ArrayList<>();
    int queries = investigation.plan().effort().queries();
    for (int i = 0; i < DOUBLINGS && moved > SETTLED; i++) {
      queries *= 2;
      double before = investigation.evidence().robustAccuracy();
      investigation.attack(
          "H6/doubled-" + queries,
          investigation.plan().arsenal().scores(queries),
          investigation.open());
      moved = before - investigation.evidence().robustAccuracy();
      moves.add(moved);
    }
    figures.put("moved_by_doubling", moves);
    return moved <= SETTLED;
  }

  /** What one attack broke of the survivors that it saw. */
  private record Gain(String attack, int kills, int examined) {
    double low() {
      return examined == 0 ? 0 : Share.lower(kills, examined, MISSED);
    }
  }
}
