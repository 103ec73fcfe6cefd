package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.model.script.ScriptModel;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A TorchScript archive to be trained: its parameters change in place. Frozen archives have none.
 * Batch normalisation and dropout train if the archive was scripted; in a traced one they do what
 * they did when it was traced.
 */
public final class ScriptTrainee implements Trainee {
  private final ScriptModel model;
  private final Map<String, Tensor> trainable;
  private final Map<String, Tensor> weights;

  /**
   * Wraps an archive.
   *
   * @throws BadInputException if its parameters are not float32
   */
  public ScriptTrainee(ScriptModel model) {
    this.model = model;
    this.trainable = model.module().parameters();
    this.weights = new LinkedHashMap<>(trainable);
    trainable.forEach(
        (name, weight) -> {
          if (weight.dtype() != DType.FLOAT32) {
            throw new BadInputException(
                "model %s can't be trained: its parameter '%s' is %s, expected float32"
                    .formatted(model.name(), name, weight.dtype()));
          }
        });
    model
        .module()
        .buffers()
        .forEach(
            (name, buffer) -> {
              if (buffer.dtype() == DType.FLOAT32) {
                weights.put(name, buffer); // a count of batches, say, decides nothing
              }
            });
  }

  @Override
  public ScriptModel view() {
    return model;
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    return pass.mode() == Mode.TRAIN
        ? model.logitsInTraining(x)
        : model.logitsOnTape(x, pass.draws());
  }

  @Override
  public Map<String, Tensor> weights() {
    return weights;
  }

  @Override
  public Map<String, Tensor> trainable() {
    return trainable;
  }

  @Override
  public String architecture() {
    StringBuilder text = new StringBuilder(model.facts().schema());
    weights.forEach((name, weight) -> text.append(name).append(Arrays.toString(weight.shape())));
    return text.toString();
  }
}
