package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.weights.StateDict;
import dev.redoubt.nn.Network;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From weights alone to a diffusion model. */
public final class DiffusionWeights {
  private DiffusionWeights() {}

  /**
   * Opens a file of weights whose architecture and inputs the options say.
   *
   * @param schedule that the weights were trained under
   * @throws BadInputException if the file holds anything else, or the weights do not fit
   */
  public static DiffusionBundle open(Path file, ModelOptions options, NoiseSchedule schedule) {
    ModelFormat format = ModelFormat.of(file);
    if (format != ModelFormat.STATE_DICT) {
      throw new BadInputException(
          "%s (%s) is no diffusion model, nor weights alone of one".formatted(file, format.text()));
    }
    if (options.channelsLast() || options.normalize().isPresent()) {
      throw new BadInputException(
          "--normalize and --layout do not go with diffusion models: they take [channels, height, width], and scale inputs by their range");
    }
    String architecture = options.requireArchitecture(file, DiffusionNets.names());
    List<Integer> shape = options.requireShape(file.toString());
    StateDict dict = StateDict.read(file);
    Network network = DiffusionNets.of(architecture, shape, dict, options.renames());
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("imported from", dict.format());
    training.put("file", String.valueOf(file.getFileName()));
    training.put("architecture", architecture);
    return new DiffusionBundle(
        new DiffusionModel(network, schedule, options.input(shape)), training);
  }
}
