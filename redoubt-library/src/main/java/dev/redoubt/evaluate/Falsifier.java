package dev.redoubt.evaluate;

import dev.redoubt.attack.Attack;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.spec.Counterexample;
import dev.redoubt.model.spec.Specification;
import dev.redoubt.model.spec.SpecificationModel;
import dev.redoubt.tensor.Device;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Looks for a counterexample to a specification with a cascade of attacks, box by box. It does so
 * three times: from the middle of the box, from near its lower bounds, and from near the upper
 * ones. What it finds is checked in plain 64-bit arithmetic against the specification as written;
 * that it finds nothing proves nothing.
 *
 * @param cascade from the number of classes, which is one more than there are cases in a box, to
 *     the attacks in order
 * @param seed of all draws
 * @param device that the network runs on
 */
public record Falsifier(IntFunction<List<Attack<?>>> cascade, long seed, Device device) {
  /** Networks of VNN-COMP 2021 are flat around the middle of some boxes that have violations. */
  private static final double[] LEVELS = {0.5, 0.05, 0.95};

  /** The same attacks whatever the number of classes. */
  public static Falsifier of(List<Attack<?>> cascade, long seed, Device device) {
    return new Falsifier(classes -> cascade, seed, device);
  }

  /**
   * The first counterexample that is found; one that 64-bit arithmetic denies only if there is no
   * better.
   *
   * @param network its logits are the outputs Y
   * @throws dev.redoubt.BadInputException if the network does not fit the specification, an attack
   *     can't be run on it, or its outputs in the middle of a box are not finite
   */
  public Optional<Counterexample> falsify(GradientModel network, Specification specification) {
    List<SpecificationModel> boxes = SpecificationModel.of(network, specification);
    for (SpecificationModel box : boxes) {
      for (Attack<?> attack : cascade.apply(box.classes())) {
        Binding.check(attack, SpecificationModel.THREAT, box);
      }
    }
    Optional<Counterexample> fragile = Optional.empty();
    for (double level : LEVELS) {
      for (SpecificationModel box : boxes) {
        Optional<Counterexample> found =
            attack(box.atLevel(level))
                .filter(example -> specification.isViolatedBy(example.x(), example.y()));
        if (found.isPresent() && !found.get().fragile()) {
          return found;
        }
        fragile = fragile.or(() -> found);
      }
    }
    return fragile;
  }

  private Optional<Counterexample> attack(SpecificationModel model) {
    List<Attack<?>> attacks = cascade.apply(model.classes());
    Plan plan = new Plan(SpecificationModel.THREAT, attacks, List.of(), 0, 1, seed);
    Evaluation evaluation =
        new Evaluator(plan, device, (done, total, correct, robust) -> {})
            .evaluate(model, model.middle(), Journal.none());
    SampleOutcome outcome = evaluation.outcomes().get(0);
    return switch (outcome.status()) {
      case SURVIVED -> Optional.empty();
      case MISCLASSIFIED -> {
        float[] start = new float[model.input().features()];
        model.middle().read(0, start, 0);
        yield Optional.of(model.counterexample(start, "start"));
      }
      case BROKEN ->
          Optional.of(
              model.counterexample(
                  evaluation.witnesses().get(0), String.valueOf(outcome.attack())));
    };
  }
}
