package dev.redoubt.evaluate;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A view of a model that counts its passes; it can do what the model can, and no more. */
public class MeteredModel<M extends LabelModel> implements LabelModel {
  final M model;
  final Meter meter;

  private MeteredModel(M model, Meter meter) {
    this.model = model;
    this.meter = meter;
  }

  /** A view of a model with gradients. */
  public static GradientModel of(GradientModel model, Meter meter) {
    return model instanceof RejectingModel rejecting
        ? new Rejecting(rejecting, meter)
        : new Gradients<>(model, meter);
  }

  /** A view that is of the same kind as the model. */
  public static LabelModel of(LabelModel model, Meter meter) {
    if (model instanceof GradientModel gradients) {
      return of(gradients, meter);
    }
    if (model instanceof ScoreModel scores) {
      return new Scores<>(scores, meter);
    }
    return new MeteredModel<>(model, meter);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public InputSpec input() {
    return model.input();
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
    meter.forward(x.rows(), model.passes(), draws);
    return model.predict(x, draws);
  }

  private static class Scores<S extends ScoreModel> extends MeteredModel<S> implements ScoreModel {
    Scores(S model, Meter meter) {
      super(model, meter);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      meter.forward(x.rows(), model.passes(), draws);
      return model.predict(x, draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      meter.forward(x.rows(), model.passes(), draws);
      return model.logits(x, draws);
    }
  }

  private static class Gradients<G extends GradientModel> extends Scores<G>
      implements GradientModel {
    Gradients(G model, Meter meter) {
      super(model, meter);
    }

    @Override
    public Tensor logitsOnTape(Tensor x, Draws draws) {
      meter.forward(x.rows(), model.passes(), draws);
      return model.logitsOnTape(x, draws);
    }

    @Override
    public Tensor gradient(Tensor value, Tensor x) {
      meter.backward(x.rows() * (long) model.passes());
      return model.gradient(value, x);
    }

    @Override
    public Tensor gradientKeepingTape(Tensor value, Tensor x) {
      meter.backward(x.rows() * (long) model.passes());
      return model.gradientKeepingTape(value, x);
    }
  }

  private static final class Rejecting extends Gradients<RejectingModel> implements RejectingModel {
    Rejecting(RejectingModel model, Meter meter) {
      super(model, meter);
    }

    @Override
    public Verdict verdictOnTape(Tensor x, Draws draws) {
      meter.forward(x.rows(), model.passes(), draws);
      return model.verdictOnTape(x, draws);
    }
  }
}
