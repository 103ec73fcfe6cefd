package dev.redoubt.attack.universal;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Ball;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adds one perturbation to every input (Moosavi-Dezfooli et al. 2017), and brings each into its
 * ball and the box. It does not ask the model at all.
 *
 * @param perturbation made on other inputs, by {@link UniversalSearch} or elsewhere
 */
public record UniversalAttack(UniversalPerturbation perturbation) implements Attack<LabelModel> {
  @Override
  public String name() {
    return "universal";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("perturbation", perturbation.name());
    settings.put("norm", perturbation.norm().name());
    settings.put("epsilon", perturbation.epsilon());
    return settings;
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    if (!perturbation.shape().equals(model.input().shape())) {
      return Optional.of(
          "attack universal has a perturbation for inputs of shape %s, but model %s takes %s"
              .formatted(perturbation.shape(), model.name(), model.input().shape()));
    }
    if (!perturbation.norm().equals(threat.norm())) {
      return Optional.of(
          "attack universal has a perturbation limited in %s, not in %s"
              .formatted(perturbation.norm().name(), threat.norm().name()));
    }
    return Optional.empty();
  }

  @Override
  public Candidates propose(
      LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(
        () -> {
          Tensor x = batch.inputs();
          Ball ball = threat.norm().ball(x, threat.epsilon(), InputDomain.of(view.input()));
          return Candidates.after(1, ball.project(x.plus(perturbation.tensor().like(x))));
        });
  }
}
