package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Randomised smoothing as it is deployed: the class that is predicted most often under a random
 * change of the input. That is PREDICT of Cohen et al. 2019 (section 3.2.1) without its test: where
 * the two most frequent classes cannot be told apart, it names the first rather than abstain. It
 * gives no certificate; for those certify the classifier behind it.
 *
 * <p>Votes have no derivative. Attackers climb the mean probability, whose derivative passes
 * through the change (Salman et al. 2019).
 *
 * @param smoothing the random change
 * @param copies draws a prediction, from 1 to {@value Draws#MOST_COPIES}
 */
public record SmoothingEnsemble(Smoothing smoothing, int copies, InputSpec takes)
    implements Ensemble {
  private static final String NAME = "smooth";

  /** Checks. */
  public SmoothingEnsemble {
    if (copies < 1 || copies > Draws.MOST_COPIES) {
      throw new BadInputException(
          "%s wants from 1 to %d draws a prediction, not %d"
              .formatted(NAME, Draws.MOST_COPIES, copies));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("smoothing", smoothing.name());
    settings.putAll(smoothing.settings());
    settings.put("copies", copies);
    return settings;
  }

  @Override
  public SmoothingEnsemble withCopies(int number) {
    return new SmoothingEnsemble(smoothing, number, takes);
  }

  @Override
  public Tensor changed(Tensor x, Draws draws) {
    return Scope.tensors(() -> smoothing.randomize(Layout.copies(x, copies), draws.copies(copies)));
  }

  @Override
  public Combination combination() {
    return Combination.VOTES;
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), true);
  }
}
