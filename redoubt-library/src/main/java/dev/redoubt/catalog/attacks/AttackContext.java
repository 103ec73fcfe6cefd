package dev.redoubt.catalog.attacks;

import dev.redoubt.attack.decision.Starts;
import dev.redoubt.model.GradientModel;
import dev.redoubt.threat.Norm;
import java.util.List;

/**
 * What attacks are made for.
 *
 * @param norm of the threat; the settings of some attacks depend on it
 * @param classes of the model; with few of them, losses give way to others
 * @param surrogates models that the attacker has in place of the target
 * @param starts where decision-based attacks begin
 */
record AttackContext(Norm norm, int classes, List<GradientModel> surrogates, Starts starts) {}
