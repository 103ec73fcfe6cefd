package dev.redoubt.report;

import dev.redoubt.evaluate.Knowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The attacks of attackers who know the same, as text.
 *
 * @param title who they are; empty if there is one kind alone
 * @param attacks in the order in which they ran
 */
record AttackGroup(String title, List<Row> attacks) {
  /** One attack. */
  record Row(
      String name,
      ModelView.Share robust,
      String settings,
      String forwards,
      String backwards,
      String seconds) {}

  /** The attacks on a model: in one group, unless it has a defence to know of. */
  static List<AttackGroup> of(ModelResult m) {
    return of(m.attacks(), m.samples(), m.defence() != null);
  }

  /**
   * The same for the attacks themselves.
   *
   * @param defended whether there is a defence to know of
   */
  static List<AttackGroup> of(List<AttackResult> attacks, int samples, boolean defended) {
    if (!defended) {
      return List.of(
          new AttackGroup("", attacks.stream().map(a -> row(a, a.name(), samples)).toList()));
    }
    List<AttackGroup> groups = new ArrayList<>();
    for (Knowledge knowledge : Knowledge.values()) {
      List<Row> rows = new ArrayList<>();
      for (AttackResult a : attacks) {
        Attacker attacker = Objects.requireNonNull(a.attacker());
        if (attacker.knowledge() == knowledge) {
          rows.add(row(a, attacker.attack() + draws(attacker), samples));
        }
      }
      if (!rows.isEmpty()) {
        groups.add(new AttackGroup(title(knowledge), rows));
      }
    }
    return groups;
  }

  private static String draws(Attacker attacker) {
    return attacker.draws() > 1 ? ", " + attacker.draws() + " draws" : "";
  }

  private static String title(Knowledge knowledge) {
    return switch (knowledge) {
      case ACCESS -> "Attackers who only ask the defended model for labels";
      case OBLIVIOUS -> "Attackers who do not know of the defence (oblivious)";
      case ADAPTIVE -> "Attackers who know all of it (adaptive)";
    };
  }

  /** One attack under the name that it is shown with. */
  static Row row(AttackResult a, String name, int samples) {
    String settings =
        Setting.of(a.settings()).stream().map(Setting::toString).collect(Collectors.joining(", "));
    return new Row(
        name,
        ModelView.Share.of(a.robustAccuracy(), samples),
        settings,
        Numbers.count(a.forwards()),
        Numbers.count(a.backwards()),
        Numbers.duration(a.seconds()));
  }
}
