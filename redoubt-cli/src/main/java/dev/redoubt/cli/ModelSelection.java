package dev.redoubt.cli;

import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Dataset;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.tensor.Device;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelSelection {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = {
        "A file, told by its content: a Redoubt model, ONNX, TorchScript, or weights alone",
        "(safetensors, npz, PyTorch .pt and .pth; say --arch). Or a black box: onnxruntime:FILE,",
        "http://HOST/PATH, https://HOST/PATH."
      })
  private String model = "";

  @Mixin private ModelDetails details = new ModelDetails();

  /** Opens it, with the defence that its file says, if any. */
  OpenedModel open(Optional<Dataset> data, Device device) {
    return open(data, Optional.empty(), device);
  }

  /** Opens it behind a defence; with the one that its file says, if none is given. */
  OpenedModel open(Optional<Dataset> data, Optional<Defence> defence, Device device) {
    return details.open(model, data, defence, device);
  }

  /** Opens weights alone as a diffusion model. */
  DiffusionBundle diffusion(NoiseSchedule schedule) {
    return details.diffusion(model, Optional.empty(), schedule);
  }

  /** The model as it was asked for. */
  String text() {
    return model;
  }
}
