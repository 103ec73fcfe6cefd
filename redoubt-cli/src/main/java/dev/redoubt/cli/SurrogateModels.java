package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Models that the attacker has in place of the target. */
final class SurrogateModels {
  private static final String UNDEFENDED = "undefended";

  @Option(
      names = "--surrogate",
      paramLabel = "MODEL",
      description = {
        "A model that transfer attacks in place of the target; several times for an ensemble.",
        "undefended is the model without its defence. To train one on the target's answers: redoubt",
        "train --label-by."
      })
  private List<String> names = new ArrayList<>();

  private final List<String> digests = new ArrayList<>();

  boolean areNamed() {
    return !names.isEmpty();
  }

  /**
   * Opens them.
   *
   * @throws BadInputException if one gives no gradients
   */
  List<GradientModel> open(Pipeline pipeline, Dataset dataset, Device device) {
    List<GradientModel> models = new ArrayList<>();
    for (String name : names) {
      models.add(name.equals(UNDEFENDED) ? undefended(pipeline) : opened(name, dataset, device));
    }
    return models;
  }

  private static GradientModel undefended(Pipeline pipeline) {
    if (!pipeline.isDefended()) {
      throw new BadInputException(
          "--surrogate undefended wants a defence to leave out: give --defend, or another model");
    }
    return withGradients(pipeline.classifier());
  }

  private GradientModel opened(String name, Dataset dataset, Device device) {
    OpenedModel opened = Models.open(name, ModelOptions.NONE.forData(dataset), device);
    digests.add(opened.digest());
    return withGradients(opened.pipeline().adaptive(1));
  }

  private static GradientModel withGradients(LabelModel model) {
    if (model instanceof GradientModel gradients) {
      return gradients;
    }
    throw new BadInputException(
        "surrogate %s gives no gradients, which transfer attacks need".formatted(model.name()));
  }

  /** For what names a run. */
  @Override
  public String toString() {
    return names + "" + digests;
  }
}
