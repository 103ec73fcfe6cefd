package dev.redoubt.attack;

import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What an attack proposes.
 *
 * @param points one candidate a row, {@code [n, ...]}; the clean sample where nothing better was
 *     found
 * @param steps for each row, how many steps the search had taken on it when it came upon the
 *     candidate; where it found nothing, all that it took. What a step is, each attack says:
 *     gradient steps for iterative attacks, queries for black-box ones
 */
@SuppressWarnings("ArrayRecordComponent") // one count a row, never compared
public record Candidates(Tensor points, int[] steps) implements TensorGroup {
  /** Candidates that all took the same number of steps. */
  public static Candidates after(int steps, Tensor points) {
    int[] counts = new int[points.rows()];
    Arrays.fill(counts, steps);
    return new Candidates(points, counts);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(points);
  }
}
