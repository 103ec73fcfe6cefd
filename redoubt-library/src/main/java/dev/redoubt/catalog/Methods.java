package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.StandardTraining;
import java.util.List;
import java.util.Optional;

/** The training methods by name. */
public final class Methods {
  /** All names. */
  public static final List<String> NAMES = List.of("standard", "pgd");

  private Methods() {}

  /**
   * The method of a name.
   *
   * <p>PGD training takes, unless set: 40 steps of ε/30 for Linf budgets of at least .1 on images
   * of one channel and at most 28×28 pixels (MNIST's setting of Madry et al. 2018), else 10 steps
   * of ε/4.
   *
   * @throws BadInputException if there is none, or it wants a threat and none is given
   */
  public static Objective named(
      String name,
      Optional<ThreatModel> threat,
      InputSpec input,
      Optional<Integer> steps,
      Optional<StepSize> stepSize) {
    return switch (name) {
      case "standard" -> {
        if (threat.isPresent() || steps.isPresent() || stepSize.isPresent()) {
          throw new BadInputException(
              "method standard trains against no threat: give --method pgd to harden, or leave the"
                  + " threat and the inner attack out");
        }
        yield new StandardTraining();
      }
      case "pgd" -> {
        ThreatModel against =
            threat.orElseThrow(
                () ->
                    new BadInputException(
                        "method pgd hardens against a threat: give one with --threat, such as"
                            + " linf:8/255"));
        boolean mnist =
            input.isImage()
                && input.shape().get(0) == 1
                && input.features() <= 28 * 28
                && against.norm() instanceof Linf
                && against.epsilon() >= 0.1;
        yield new PgdTraining(
            against,
            steps.orElse(mnist ? 40 : 10),
            stepSize.orElse(new StepSize.OfEpsilon(mnist ? 1.0 / 30 : 1.0 / 4)));
      }
      default -> throw Suggestion.unknown("method", name, NAMES);
    };
  }
}
