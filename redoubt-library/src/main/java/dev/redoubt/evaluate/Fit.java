package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;

/** Whether a model can be judged on a dataset. */
public final class Fit {
  private Fit() {}

  /**
   * Refuses what can't.
   *
   * @throws BadInputException if the data are empty, or their shape or classes are not the model's
   */
  public static void check(LabelModel model, Dataset dataset) {
    if (dataset.size() == 0) {
      throw new BadInputException("dataset " + dataset.name() + " has no samples to evaluate on");
    }
    if (!dataset.input().shape().equals(model.input().shape())) {
      throw new BadInputException(
          "model %s takes inputs of shape %s, but dataset %s has %s"
              .formatted(
                  model.name(), model.input().shape(), dataset.name(), dataset.input().shape()));
    }
    if (dataset.classes().size() > model.classes()) {
      throw new BadInputException(
          "dataset %s has %d classes, but model %s knows only %d"
              .formatted(dataset.name(), dataset.classes().size(), model.name(), model.classes()));
    }
  }
}
