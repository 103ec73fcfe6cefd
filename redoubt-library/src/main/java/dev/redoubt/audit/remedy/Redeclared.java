package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.Optional;

/**
 * The classifier declares that it is random: then every claim is put to a vote, and attackers
 * average over calls. For a pipeline that gives other values from call to call without saying so;
 * empty if it says so.
 */
public record Redeclared() implements Remedy {
  @Override
  public String words() {
    return "treated as random";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return pipeline.isRandom()
        ? Optional.empty()
        : Optional.of(Pipeline.of(random(pipeline.classifier()), pipeline.stages()));
  }

  private static LabelModel random(LabelModel model) {
    if (model instanceof GradientModel gradients) {
      return new Gradients(gradients);
    }
    return model instanceof ScoreModel scores ? new Scores(scores) : new Labels<>(model);
  }

  private static Declaration random(Declaration declared) {
    return new Declaration(declared.backward(), true, declared.rejects());
  }

  private static final class Gradients extends Around {
    Gradients(GradientModel model) {
      super(model);
    }

    @Override
    public Declaration declares() {
      return random(model.declares());
    }
  }

  private static class Labels<M extends LabelModel> implements LabelModel {
    final M model;

    Labels(M model) {
      this.model = model;
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
      return random(model.declares());
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
  }

  private static final class Scores extends Labels<ScoreModel> implements ScoreModel {
    Scores(ScoreModel model) {
      super(model);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return model.predict(x, draws);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return model.logits(x, draws);
    }
  }
}
