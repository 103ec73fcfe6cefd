package dev.redoubt.audit.remedy;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.Layer;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A classifier that is another one in all but what it says otherwise; its fp64 twin is the other's.
 * Around one that shows no layers it shows none.
 */
class Around implements FeatureModel, DoublePrecision {
  final GradientModel model;

  Around(GradientModel model) {
    this.model = model;
  }

  /** The pipeline with this one in place of its classifier. */
  final Pipeline in(Pipeline pipeline) {
    return Pipeline.of(this, pipeline.stages());
  }

  /** Logits and layers on the tape; layers can only be asked for where there are some. */
  static Observation observed(GradientModel model, Tensor x, Set<String> layers, Draws draws) {
    return model instanceof FeatureModel features && !layers.isEmpty()
        ? features.observeOnTape(x, layers, draws)
        : Observation.of(model.logitsOnTape(x, draws));
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
    return model.predict(x, draws);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return model.logits(x, draws);
  }

  @Override
  public final Tensor logitsOnTape(Tensor x, Draws draws) {
    return observeOnTape(x, Set.of(), draws).logits();
  }

  @Override
  public List<Layer> layers() {
    return model instanceof FeatureModel features ? features.layers() : List.of();
  }

  @Override
  public Observation observeOnTape(Tensor x, Set<String> layers, Draws draws) {
    return observed(model, x, layers, draws);
  }

  @Override
  public Tensor gradient(Tensor value, Tensor x) {
    return model.gradient(value, x);
  }

  @Override
  public Tensor gradientKeepingTape(Tensor value, Tensor x) {
    return model.gradientKeepingTape(value, x);
  }

  @Override
  public Optional<? extends LabelModel> inDoublePrecision() {
    return model instanceof DoublePrecision single ? single.inDoublePrecision() : Optional.empty();
  }
}
