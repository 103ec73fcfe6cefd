package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Denoisers;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DenoisingAutoencoder;
import dev.redoubt.tensor.Device;
import java.nio.file.Path;

/**
 * What the training of a denoiser starts from.
 *
 * @param network with its first weights
 * @param origin for provenance: an architecture, or a file with its digest
 */
record DenoiserStart(Network network, String origin) {
  /** A fresh network. */
  static DenoiserStart fresh(String architecture, Dataset dataset, Device device, long seed) {
    DenoisingAutoencoder chosen = Denoisers.named(architecture);
    InputSpec input = dataset.input();
    Network network = Network.create(chosen.graph(input.shape(), input.low(), input.high()), seed);
    return new DenoiserStart(network.to(device), chosen.name());
  }

  /** A denoiser that is there. */
  static DenoiserStart from(Path file, Dataset dataset, Device device) {
    PurifierBundle bundle = PurifierBundle.read(file);
    if (!bundle.input().equals(dataset.input())) {
      throw new BadInputException(
          "purifier %s takes inputs %s, but those of data %s are %s"
              .formatted(file, bundle.input(), dataset.name(), dataset.input()));
    }
    return new DenoiserStart(bundle.network().to(device), file + ", sha256 " + bundle.digest());
  }
}
