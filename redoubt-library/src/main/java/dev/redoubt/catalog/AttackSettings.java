package dev.redoubt.catalog;

import dev.redoubt.attack.StepSize;
import dev.redoubt.loss.Loss;
import java.util.Optional;

/**
 * What a user may set of the attacks; what is empty takes the attack's own default.
 *
 * @param loss what the attacker maximises
 * @param steps steps of an iterative attack
 * @param stepSize length of a step
 * @param restarts runs from other starting points
 */
public record AttackSettings(
    Loss loss, Optional<Integer> steps, Optional<StepSize> stepSize, Optional<Integer> restarts) {}
