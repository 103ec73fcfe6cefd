package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** From the attacks of a plan to those that are run on a pipeline. */
final class Entries {
  private Entries() {}

  /**
   * What runs first: on a defended model what needs labels alone, then everything else by an
   * attacker who does not know of the defence, and then by one who does; on others the plan as it
   * is.
   *
   * @param joint what the plan gets besides, by one who knows of the defence
   */
  static List<Entry> first(Plan plan, List<Attack<?>> joint, Pipeline pipeline) {
    List<Entry> entries = new ArrayList<>();
    if (!pipeline.isDefended()) {
      plan.cascade().forEach(attack -> entries.add(adaptive(attack, first(plan), pipeline)));
      return entries;
    }
    for (Attack<?> attack : plan.cascade()) {
      if (!looks(attack)) {
        entries.add(new Entry(attack, Knowledge.ACCESS, 1));
      }
    }
    for (Knowledge knowledge : List.of(Knowledge.OBLIVIOUS, Knowledge.ADAPTIVE)) {
      for (Attack<?> attack : plan.cascade()) {
        if (looks(attack)) {
          entries.add(
              knowledge == Knowledge.OBLIVIOUS
                  ? new Entry(attack, knowledge, 1)
                  : adaptive(attack, first(plan), pipeline));
        }
      }
    }
    joint.forEach(attack -> entries.add(adaptive(attack, first(plan), pipeline)));
    return entries;
  }

  /** The attacks to which more draws make a difference, with so many; none if nothing is random. */
  static List<Entry> with(int draws, Plan plan, List<Attack<?>> joint, Pipeline pipeline) {
    return Stream.concat(plan.cascade().stream(), joint.stream())
        .map(attack -> adaptive(attack, draws, pipeline))
        .filter(entry -> entry.draws() == draws)
        .toList();
  }

  /** An attack by one who knows everything. */
  static Entry adaptive(Attack<?> attack, int draws, Pipeline pipeline) {
    boolean averages = pipeline.isRandom() && looks(attack) && !attack.averagesDraws();
    return new Entry(
        attack, looks(attack) ? Knowledge.ADAPTIVE : Knowledge.ACCESS, averages ? draws : 1);
  }

  private static int first(Plan plan) {
    return plan.eot().first();
  }

  /** Whether it looks at more than labels, so that what it knows makes a difference. */
  private static boolean looks(Attack<?> attack) {
    return attack.needs() != LabelModel.class;
  }
}
