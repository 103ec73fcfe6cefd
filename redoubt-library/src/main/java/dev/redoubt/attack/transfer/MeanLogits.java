package dev.redoubt.attack.transfer;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/**
 * Several classifiers as one whose logits are the mean of theirs (Dong et al. 2018, section 3.3,
 * which found logits to fuse better than probabilities or losses; Liu et al. 2017 for ensembles).
 *
 * @param models at least one, all for the same inputs and classes
 */
record MeanLogits(List<GradientModel> models) implements GradientModel {
  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    Tensor sum = models.get(0).logitsOnTape(x, draws.of("model-0"));
    for (int i = 1; i < models.size(); i++) {
      sum = sum.plus(models.get(i).logitsOnTape(x, draws.of("model-" + i)));
    }
    return models.size() == 1 ? sum : sum.dividedBy(models.size());
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> logitsOnTape(x, draws));
  }

  @Override
  public String name() {
    return String.join("+", models.stream().map(GradientModel::name).toList());
  }

  @Override
  public InputSpec input() {
    return models.get(0).input();
  }

  @Override
  public int classes() {
    return models.get(0).classes();
  }

  @Override
  public Declaration declares() {
    boolean random = models.stream().anyMatch(model -> model.declares().random());
    return new Declaration(models.get(0).declares().backward(), random);
  }

  @Override
  public int passes() {
    return models.stream().mapToInt(GradientModel::passes).reduce(0, Math::addExact);
  }
}
