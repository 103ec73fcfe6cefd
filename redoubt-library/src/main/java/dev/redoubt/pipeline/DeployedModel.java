package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Optional;

/** A pipeline as deployed: the classifier with all that stands around it, as one classifier. */
class DeployedModel implements LabelModel, DoublePrecision {
  final Flow flow;
  private final Pipeline pipeline;

  private DeployedModel(Pipeline pipeline, Flow flow) {
    this.pipeline = pipeline;
    this.flow = flow;
  }

  /** Gives scores if the classifier does. */
  static DeployedModel of(Pipeline pipeline) {
    Deployed manner = new Deployed(pipeline.classifier(), DType.FLOAT32);
    Flow flow = new Flow(pipeline.stages(), manner);
    return pipeline.classifier() instanceof ScoreModel
        ? new Scores(pipeline, flow)
        : new DeployedModel(pipeline, flow);
  }

  @Override
  public String name() {
    return pipeline.classifier().name();
  }

  @Override
  public InputSpec input() {
    return pipeline.input();
  }

  @Override
  public int classes() {
    return pipeline.classifier().classes();
  }

  @Override
  public Declaration declares() {
    return new Declaration(
        new Declaration.Backward.None(), pipeline.isRandom(), pipeline.rejects());
  }

  @Override
  public boolean isShared() {
    return pipeline.isShared();
  }

  @Override
  public int passes() {
    return Math.multiplyExact(flow.passes(), pipeline.classifier().passes());
  }

  @Override
  public Tensor predict(Tensor x, Draws draws) {
    return Scope.tensors(
        () -> {
          Scored scored = flow.run(x, draws);
          Tensor classes = Reductions.argmax(scored.logits(), 1);
          return scored.excess().map(excess -> unlessRejected(classes, excess)).orElse(classes);
        });
  }

  /** Accepted is what does not exceed the threshold; a score that is no number says nothing. */
  private static Tensor unlessRejected(Tensor classes, Tensor excess) {
    Tensor none = Tensors.full(NO_CLASS, DType.INT64, classes.shape()).to(classes.device());
    Tensor accepted = Elementwise.atLeast(excess.negated(), Tensors.zerosLike(excess));
    return Elementwise.where(accepted, classes, none);
  }

  /** The stages as they are, the classifier in fp64. */
  @Override
  public Optional<? extends LabelModel> inDoublePrecision() {
    return pipeline.classifier() instanceof DoublePrecision single
        ? single
            .inDoublePrecision()
            .map(
                twin ->
                    new DeployedModel(
                        pipeline, new Flow(pipeline.stages(), new Deployed(twin, DType.FLOAT64))))
        : Optional.empty();
  }

  private static final class Scores extends DeployedModel implements ScoreModel {
    Scores(Pipeline pipeline, Flow flow) {
      super(pipeline, flow);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return super.predict(x, draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return Scope.tensors(() -> flow.run(x, draws).logits());
    }
  }
}
