package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import java.util.List;

/**
 * The attacks of an audit, by what they are for.
 *
 * @param main the cascade that robust accuracy is measured with; uniform noise first
 * @param doubled gradient attacks with twice the steps of the main ones and several restarts
 * @param probing one gradient attack for measurements, each of which runs it anew
 * @param scores what sees scores alone, with a query budget
 * @param labels what sees labels alone, with a query budget
 */
public record Arsenal(
    List<Attack<?>> main,
    List<Attack<?>> doubled,
    Attack<?> probing,
    List<Attack<?>> scores,
    List<Attack<?>> labels) {
  /** Copies. */
  public Arsenal {
    main = List.copyOf(main);
    doubled = List.copyOf(doubled);
    scores = List.copyOf(scores);
    labels = List.copyOf(labels);
  }
}
