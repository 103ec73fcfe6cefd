package dev.redoubt.pipeline;

import dev.redoubt.BadInputException;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/**
 * Random stages that draw the same for every row of every query, as for sample 0: then they are not
 * random any more, and whoever knows the seed can compute what they do.
 *
 * @param seed of all draws
 * @param purpose tells the stages of a pipeline apart
 */
record FixedDraws(long seed, String purpose) {
  /**
   * A stage with these draws; one that is not random as it is.
   *
   * @throws BadInputException if its draws can't be fixed
   */
  Stage of(Stage stage) {
    if (!stage.declares().random()) {
      return stage;
    }
    if (stage instanceof Purifier purifier) {
      return new Changes(purifier, this);
    }
    if (stage instanceof Ensemble ensemble) {
      return new Copies(ensemble, this);
    }
    throw new BadInputException(
        "stage %s is random, and its draws can't be fixed".formatted(stage.name()));
  }

  /** For as many rows. */
  private Draws like(Draws draws) {
    return new Draws(seed, new long[draws.ids().length], purpose);
  }

  /** The same derivative, of surrogates with the same draws, and nothing random. */
  private Declaration declared(Stage stage) {
    Declaration declared = stage.declares();
    Backward backward = declared.backward();
    if (backward instanceof Backward.Surrogate surrogate) {
      backward =
          new Backward.Surrogate(
              surrogate.words(), (x, draws) -> surrogate.substitute().apply(x, like(draws)));
    }
    return new Declaration(backward, false, declared.rejects());
  }

  private record Changes(Purifier stage, FixedDraws fixed) implements AroundPurifier {
    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return stage.apply(x, fixed.like(draws));
    }

    @Override
    public Declaration declares() {
      return fixed.declared(stage);
    }
  }

  /** Attackers take all of its copies: fewer would be another ensemble. */
  private record Copies(Ensemble stage, FixedDraws fixed) implements AroundEnsemble {
    @Override
    public Tensor changed(Tensor x, Draws draws) {
      return stage.changed(x, fixed.like(draws));
    }

    @Override
    public Declaration declares() {
      return fixed.declared(stage);
    }
  }
}
