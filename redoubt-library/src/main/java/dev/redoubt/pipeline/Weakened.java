package dev.redoubt.pipeline;

import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import java.util.Optional;

/**
 * Stages that compute what they always do, but declare one of their {@linkplain Stage#weaker weaker
 * views} as their derivative.
 */
final class Weakened {
  private Weakened() {}

  /** A stage with its weaker view of a name; empty if it has none of that name. */
  static Optional<Stage> of(Stage stage, String view) {
    return stage.weaker().stream()
        .filter(weaker -> weaker.name().equals(view))
        .findFirst()
        .flatMap(weaker -> of(stage, weaker.backward()));
  }

  private static Optional<Stage> of(Stage stage, Backward backward) {
    if (stage instanceof Purifier purifier) {
      return Optional.of(new Changes(purifier, backward));
    }
    return stage instanceof Ensemble ensemble
        ? Optional.of(new Copies(ensemble, backward))
        : Optional.empty();
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

  private record Copies(Ensemble stage, Backward backward) implements AroundEnsemble {
    @Override
    public Declaration declares() {
      return declared(stage, backward);
    }

    @Override
    public Ensemble withCopies(int number) {
      return new Copies(stage.withCopies(number), backward);
    }
  }
}
