package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;

/**
 * An attack as it is run: by whom.
 *
 * @param attack what is run
 * @param knowledge what the attacker knows
 * @param draws of everything random, over which the attacker averages at each look
 */
public record Entry(Attack<?> attack, Knowledge knowledge, int draws) {
  /** An attack on a model as it is. */
  static Entry plain(Attack<?> attack) {
    return new Entry(attack, Knowledge.ADAPTIVE, 1);
  }

  /** What reports call it: the attack, and how the attacker is out of the ordinary. */
  public String name() {
    String oblivious = knowledge == Knowledge.OBLIVIOUS ? ", oblivious" : "";
    return attack.name() + oblivious + (draws > 1 ? ", " + draws + " draws" : "");
  }

  /** The pipeline as this attacker sees it. */
  public LabelModel view(Pipeline pipeline, Batch batch) {
    return switch (knowledge) {
      case ACCESS -> pipeline.deployed();
      case OBLIVIOUS -> pipeline.oblivious();
      case ADAPTIVE -> pipeline.adaptive(draws, batch);
    };
  }

  /** The same for an attack of another budget. */
  Entry scaled(double factor) {
    return new Entry(attack.scaled(factor), knowledge, draws);
  }
}
