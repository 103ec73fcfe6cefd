package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The attacks of an audit, by what they are for.
 *
 * @param main the cascade that robust accuracy is measured with; uniform noise first
 * @param naive what somebody runs who trusts the gradients: PGD on cross-entropy
 * @param doubled gradient attacks with twice the steps of the main ones and several restarts
 * @param probing one gradient attack, on the margin, for measurements that run it anew
 * @param persistent the same with many steps and several restarts, for where it fails
 * @param losses the same search with several losses
 * @param byScores from a query budget to attacks that see scores alone
 * @param labels attacks that see labels alone
 */
public record Arsenal(
    List<Attack<?>> main,
    Attack<?> naive,
    List<Attack<?>> doubled,
    Attack<?> probing,
    Attack<?> persistent,
    List<Attack<?>> losses,
    IntFunction<List<Attack<?>>> byScores,
    List<Attack<?>> labels) {
  /** Copies. */
  public Arsenal {
    main = List.copyOf(main);
    doubled = List.copyOf(doubled);
    losses = List.copyOf(losses);
    labels = List.copyOf(labels);
  }

  /** Attacks that see scores alone, with so many queries a sample. */
  public List<Attack<?>> scores(int queries) {
    return byScores.apply(queries);
  }
}
