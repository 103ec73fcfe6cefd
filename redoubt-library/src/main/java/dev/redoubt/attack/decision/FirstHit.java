package dev.redoubt.attack.decision;

import dev.redoubt.attack.query.Question;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Tries starts, one at a time, until one meets the goal; ends the search if none does. */
final class FirstHit implements Question<Boolean> {
  private final Starts.Tries tries;
  private final int features;
  private final Function<float[], Question<Boolean>> then;
  private int index;
  private Optional<Question<Boolean>> next = Optional.empty();

  /**
   * @param features values of a point
   * @param then what follows, from the point that met the goal
   */
  FirstHit(Starts.Tries tries, int features, Function<float[], Question<Boolean>> then) {
    this.tries = tries;
    this.features = features;
    this.then = then;
  }

  @Override
  public int points() {
    return 1;
  }

  @Override
  public void write(float[] target, int offset) {
    tries.write(index, target, offset);
    index++;
  }

  @Override
  public void answered(Boolean answer, float[] points, int offset) {
    if (answer) {
      next = Optional.of(then.apply(Arrays.copyOfRange(points, offset, offset + features)));
    } else {
      next = index < tries.count() ? Optional.of(this) : Optional.empty();
    }
  }

  @Override
  public Optional<Question<Boolean>> next() {
    return next;
  }
}
