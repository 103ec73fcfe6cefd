package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.spec.Counterexample;
import dev.redoubt.model.spec.Specification;
import dev.redoubt.model.spec.SpecificationModel;
import dev.redoubt.tensor.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a counterexample to a specification with a cascade of attacks. What it finds is checked
 * in plain 64-bit arithmetic against the specification as written; that it finds nothing proves
 * nothing.
 *
 * @param cascade the attacks in order
 * @param seed of all draws
 * @param device that the network runs on
 */
public record Falsifier(List<Attack<?>> cascade, long seed, Device device) {
  /** Copies. */
  public Falsifier {
    cascade = List.copyOf(cascade);
  }

  /**
   * The first counterexample, box by box.
   *
   * @param network its logits are the outputs Y
   * @throws dev.redoubt.BadInputException if the network does not fit the specification, an attack
   *     can't be run on it, or its outputs in the middle of a box are not finite
   */
  public Optional<Counterexample> falsify(GradientModel network, Specification specification) {
    for (SpecificationModel model : SpecificationModel.of(network, specification)) {
      Optional<Counterexample> found =
          falsify(model).filter(example -> specification.isViolatedBy(example.x(), example.y()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Counterexample> falsify(SpecificationModel model) {
    Plan plan = new Plan(SpecificationModel.THREAT, cascade, List.of(), 0, 1, seed);
    Evaluation evaluation =
        new Evaluator(plan, device, (done, total, correct, robust) -> {})
            .evaluate(model, model.middle(), Journal.none());
    SampleOutcome outcome = evaluation.outcomes().get(0);
    return switch (outcome.status()) {
      case SURVIVED -> Optional.empty();
      case MISCLASSIFIED -> {
        float[] half = new float[model.input().features()];
        Arrays.fill(half, 0.5f);
        yield Optional.of(example(model, half, "middle"));
      }
      case BROKEN ->
          Optional.of(
              example(model, evaluation.witnesses().get(0), String.valueOf(outcome.attack())));
    };
  }

  private static Counterexample example(SpecificationModel model, float[] u, String attack) {
    double[] x = model.exactPoint(u);
    return new Counterexample(x, model.outputs(u), attack, model.isFragile(u));
  }
}
