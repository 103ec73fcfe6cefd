package dev.redoubt.model;

import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** A model behind an {@link InputAdapter}; it can do what the model can, and no more. */
public class AdaptedModel<M extends LabelModel> implements LabelModel {
  final M model;
  final Network steps;
  private final InputSpec input;

  private AdaptedModel(M model, Network steps, InputSpec input) {
    this.model = model;
    this.steps = steps;
    this.input = input;
  }

  /**
   * Puts an adapter before a model.
   *
   * @param low the smallest value on the outer side
   * @param high the largest
   */
  public static LabelModel of(LabelModel model, InputAdapter adapter, double low, double high) {
    InputSpec input = new InputSpec(adapter.outer(), low, high);
    if (adapter.isIdentity()) {
      return model;
    }
    return wrapped(model, Network.of(adapter.alone(), Map.of()), input);
  }

  private static LabelModel wrapped(LabelModel model, Network steps, InputSpec input) {
    if (model instanceof GradientModel gradients) {
      return new Gradients(gradients, steps, input);
    }
    if (model instanceof ScoreModel scores) {
      return new Scores<>(scores, steps, input);
    }
    return new AdaptedModel<>(model, steps, input);
  }

  Tensor adapted(Tensor x) {
    return steps.forward(x, Mode.EVAL);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public Declaration declares() {
    return model.declares();
  }

  @Override
  public int passes() {
    return model.passes();
  }

  @Override
  public boolean isShared() {
    return model.isShared();
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    return model.predict(adapted(x), draws);
  }

  private static class Scores<S extends ScoreModel> extends AdaptedModel<S> implements ScoreModel {
    Scores(S model, Network steps, InputSpec input) {
      super(model, steps, input);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return model.predict(adapted(x), draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return model.logits(adapted(x), draws);
    }
  }

  private static final class Gradients extends Scores<GradientModel>
      implements GradientModel, DoublePrecision {
    Gradients(GradientModel model, Network steps, InputSpec input) {
      super(model, steps, input);
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      return model.logitsOnTape(adapted(x), draws);
    }

    @Override
    public Optional<? extends LabelModel> inDoublePrecision() {
      return model instanceof DoublePrecision single
          ? single.inDoublePrecision().map(twin -> wrapped(twin, steps, input()))
          : Optional.empty();
    }
  }
}
