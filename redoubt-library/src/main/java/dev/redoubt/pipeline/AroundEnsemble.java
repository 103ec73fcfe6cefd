package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/** An ensemble that is another one in all but what it says otherwise. */
interface AroundEnsemble extends Ensemble {
  /** The other one. */
  Ensemble stage();

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
  default int copies() {
    return stage().copies();
  }

  @Override
  default Tensor changed(Tensor x, Draws draws) {
    return stage().changed(x, draws);
  }

  @Override
  default Combination combination() {
    return stage().combination();
  }
}
