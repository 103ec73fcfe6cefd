package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/** A purifier that is another one in all but what it says otherwise. */
public interface AroundPurifier extends Purifier {
  /** The other one. */
  Purifier stage();

  @Override
  default String name() {
    return stage().name();
  }

  @Override
  default Map<String, Object> settings() {
    return stage().settings();
  }

  @Override
  default InputSpec takes() {
    return stage().takes();
  }

  @Override
  default InputSpec gives() {
    return stage().gives();
  }

  @Override
  default Declaration declares() {
    return stage().declares();
  }

  @Override
  default Tensor apply(Tensor x, Draws draws) {
    return stage().apply(x, draws);
  }
}
