package dev.redoubt.attack.apgd;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Tensor;

/**
 * How a stage looks at the model.
 *
 * @param view the model
 * @param eot draws a look
 * @param noting whether successes count: not in balls that are too large
 * @param before steps that the rows have taken before this stage
 */
record Look(GradientModel view, int eot, boolean noting, int before) {
  LossGradient at(Tensor x, Ground ground, int iteration) {
    return LossGradient.at(view, x, ground.aim()::of, ground.draws().of("step-" + iteration), eot);
  }

  boolean random() {
    return view.declares().random();
  }
}
