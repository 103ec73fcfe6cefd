package dev.redoubt.pipeline;

import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import java.util.Optional;
import java.util.function.Function;

/** Stages that compute what they always do, but declare another derivative. */
final class OtherDerivative {
  private OtherDerivative() {}

  /**
   * A stage with another derivative; itself where there is none. Detectors stay as they are.
   *
   * @param choice asked again for an ensemble with another number of copies
   */
  static Stage of(Stage stage, Function<Stage, Optional<Backward>> choice) {
    if (stage instanceof Purifier purifier) {
      return choice.apply(stage).<Stage>map(other -> new Changes(purifier, other)).orElse(stage);
    }
    return stage instanceof Ensemble ensemble ? of(ensemble, choice) : stage;
  }

  private static Ensemble of(Ensemble stage, Function<Stage, Optional<Backward>> choice) {
    return choice
        .apply(stage)
        .<Ensemble>map(other -> new Copies(stage, other, choice))
        .orElse(stage);
  }

  private static Declaration declared(Stage stage, Backward backward) {
    return new Declaration(backward, stage.declares().random(), stage.declares().rejects());
  }

  private record Changes(Purifier stage, Backward backward) implements AroundPurifier {
    @Override
    public Declaration declares() {
      return declared(stage, backward);
    }
  }

  private record Copies(
      Ensemble stage, Backward backward, Function<Stage, Optional<Backward>> choice)
      implements AroundEnsemble {
    @Override
    public Declaration declares() {
      return declared(stage, backward);
    }

    @Override
    public Ensemble withCopies(int number) {
      return of(stage.withCopies(number), choice);
    }
  }
}
