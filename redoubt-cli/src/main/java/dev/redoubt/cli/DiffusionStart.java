package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.DiffusionNets;
import dev.redoubt.catalog.Digests;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the training of a diffusion model starts from.
 *
 * @param model with its first weights
 * @param origin for provenance: an architecture, or a file with its digest
 */
record DiffusionStart(DiffusionModel model, String origin) {
  /** A fresh network. */
  static DiffusionStart fresh(
      Optional<String> architecture,
      NoiseSchedule schedule,
      Dataset dataset,
      Device device,
      long seed) {
    InputSpec input = dataset.input();
    String name = architecture.orElse(input.isImage() ? DiffusionNets.USUAL : DiffusionNets.TABLES);
    return new DiffusionStart(
        new DiffusionModel(
            DiffusionNets.fresh(name, input.shape(), seed).to(device), schedule, input),
        name);
  }

  /** A diffusion model that is there. */
  static DiffusionStart from(Path file, Dataset dataset, Device device) {
    DiffusionBundle bundle = DiffusionBundle.read(file);
    DiffusionModel model = bundle.to(device).model();
    if (!model.input().equals(dataset.input())) {
      throw new BadInputException(
          "diffusion model %s takes inputs %s, but those of data %s are %s"
              .formatted(file, model.input(), dataset.name(), dataset.input()));
    }
    return new DiffusionStart(model, file + ", sha256 " + bundle.digest());
  }

  /**
   * Weights alone.
   *
   * @param model what was made of them
   */
  static DiffusionStart weights(Path file, DiffusionModel model) {
    return new DiffusionStart(
        model, "weights of %s, sha256 %s".formatted(file, Digests.ofFile(file, "")));
  }
}
