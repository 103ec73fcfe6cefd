package dev.redoubt.attack.joint;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Set;
import java.util.function.BiFunction;

/** A detector whose score is any function of what it sees. */
record Watch(
    InputSpec takes,
    double threshold,
    Set<String> layers,
    BiFunction<Observation, Tensor, Tensor> of)
    implements Detector {
  /** Suspects inputs with {@code slope · x} above a threshold. */
  static Watch slope(InputSpec takes, double threshold, float... slope) {
    return new Watch(
        takes,
        threshold,
        Set.of(),
        (seen, x) -> Reductions.sumPerSample(x.times(Tensors.of(slope, 1, slope.length))));
  }

  /** Suspects inputs with a large first value in a layer. */
  static Watch layer(InputSpec takes, double threshold, String layer) {
    return new Watch(
        takes,
        threshold,
        Set.of(layer),
        (seen, x) -> Layout.reshape(Layout.columns(seen.feature(layer), 0, 1), -1));
  }

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
    return of.apply(seen, x);
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), false, true);
  }
}
