package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.InPlace;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Adversarial weight perturbation (Wu et al. 2020, algorithm 1): the gradient of an update is taken
 * at weights that were moved uphill, each tensor by {@code γ·‖w‖₂} along its gradient. Vectors
 * (biases, normalisation) stay.
 *
 * @param gamma γ, positive; the paper has 5e-3 for TRADES and 1e-2 for PGD training
 * @param warmupEpochs epochs without it at the start
 */
public record WeightPerturbation(double gamma, int warmupEpochs) {
  /** Checks the settings. */
  public WeightPerturbation {
    if (!(gamma > 0) || Double.isInfinite(gamma) || warmupEpochs < 0) {
      throw new BadInputException(
          "adversarial weight perturbation wants a positive gamma and a warm-up that is not"
              + " negative, not %s and %d".formatted(gamma, warmupEpochs));
    }
  }

  /**
   * Moves the weights.
   *
   * @return by how much, by name; {@link #undo} takes it back
   */
  Map<String, Tensor> apply(Trainable trainee, Exercise exercise) {
    Map<String, Tensor> chosen = new LinkedHashMap<>();
    trainee
        .trainable()
        .forEach(
            (name, weight) -> {
              if (weight.rank() > 1 && name.contains("weight")) {
                chosen.put(name, weight);
              }
            });
    Map<String, Tensor> moves = new LinkedHashMap<>();
    try (KeptStatistics statistics = new KeptStatistics(trainee)) {
      List<Tensor> weights = new ArrayList<>(chosen.values());
      List<Tensor> gradients = Autograd.grads(exercise.loss(), weights).tensors();
      int i = 0;
      for (Map.Entry<String, Tensor> weight : chosen.entrySet()) {
        Tensor gradient = gradients.get(i++);
        double length = norm(gradient);
        if (length > 0) {
          moves.put(
              weight.getKey(), gradient.times(gamma * norm(weight.getValue()) / (length + 1e-8)));
        }
      }
    }
    moves.forEach((name, move) -> InPlace.add(required(chosen, name), 1, move));
    return moves;
  }

  /** Takes a move back. */
  static void undo(Trainable trainee, Map<String, Tensor> moves) {
    moves.forEach((name, move) -> InPlace.add(required(trainee.weights(), name), -1, move));
  }

  private static Tensor required(Map<String, Tensor> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  private static double norm(Tensor x) {
    Tensor flat = x.detached();
    return Math.sqrt(Reductions.sum(flat.times(flat)).item());
  }
}
