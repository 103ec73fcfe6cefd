package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Pass;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A classifier that is trained behind the stages of a defence: it sees what they make of the
 * inputs, and adversarial training attacks the whole through what they declare. Of everything
 * random, each look takes one draw.
 */
public final class DefendedTrainee implements Trainee {
  private final Trainee classifier;
  private final List<Stage> stages;
  private final GradientModel view;

  /**
   * Puts stages before a classifier.
   *
   * @throws dev.redoubt.BadInputException if they do not fit, or attacks could not be
   *     differentiated through them
   */
  public DefendedTrainee(Trainee classifier, List<Stage> stages) {
    this.classifier = classifier;
    this.stages = List.copyOf(stages);
    this.view = view(Pipeline.of(classifier.view(), stages));
  }

  private static GradientModel view(Pipeline pipeline) {
    if (pipeline.adaptive(1) instanceof GradientModel gradients) {
      return gradients;
    }
    throw new BadInputException(
        "training behind stage %s is not possible: it declares neither a derivative nor a surrogate"
            .formatted(pipeline.opaque().get(0).name()));
  }

  @Override
  public GradientModel view() {
    return view;
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    return Pipeline.logits(
        stages,
        (inner, draws) -> classifier.logits(inner, new Pass(pass.mode(), draws)),
        x,
        pass.draws());
  }

  @Override
  public Map<String, Tensor> weights() {
    return classifier.weights();
  }

  @Override
  public Map<String, Tensor> trainable() {
    return classifier.trainable();
  }

  @Override
  public String architecture() {
    return stages.stream()
        .map(stage -> stage.name() + stage.settings())
        .collect(Collectors.joining(" | ", "", " | " + classifier.architecture()));
  }

  @Override
  public Trainee classifier() {
    return classifier;
  }
}
