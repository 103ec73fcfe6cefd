package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.onnx.ImportedNetwork;
import dev.redoubt.model.onnx.OnnxImporter;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The network that a specification speaks of: X goes into an ONNX file as it is, Y comes out. */
public final class SpecifiedNetwork {
  private SpecifiedNetwork() {}

  /**
   * Opens a file without any change to its inputs and outputs: no normalisation, no range, and a
   * softmax at the end stays.
   *
   * @param specification whose X and Y the file must have; X are its input in row-major order
   * @param device where it runs
   * @return its logits are the file's outputs
   * @throws BadInputException if the file can't be imported, takes whole numbers, or has another
   *     number of inputs or outputs
   */
  public static NetworkModel open(Path file, Specification specification, Device device) {
    ImportedNetwork imported =
        OnnxImporter.readAsWritten(file, Optional.of(List.of(specification.inputs())));
    if (imported.wholeNumbers()) {
      throw new BadInputException(
          "model %s takes whole numbers, but specifications speak of real ones".formatted(file));
    }
    InputSpec anything = new InputSpec(imported.shape(), -Float.MAX_VALUE, Float.MAX_VALUE);
    if (anything.features() != specification.inputs()
        || imported.classes() != specification.outputs()) {
      throw new BadInputException(
          "model %s has %d inputs and %d outputs, but the specification %d and %d"
              .formatted(
                  file,
                  anything.features(),
                  imported.classes(),
                  specification.inputs(),
                  specification.outputs()));
    }
    return new NetworkModel(
        String.valueOf(file.getFileName()),
        imported.network().to(device),
        anything,
        imported.classes());
  }
}
