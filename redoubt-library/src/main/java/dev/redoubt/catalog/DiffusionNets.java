package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.nn.architecture.DiffusionUNet;
import java.util.Arrays;
import java.util.List;

/** The architectures of diffusion models by name. */
public final class DiffusionNets {
  /** The one that is taken for images where none is named. */
  public static final String USUAL = "unet";

  /** The one that is taken for tables. */
  public static final String TABLES = "mlp";

  private static final String WIDTHS = USUAL + ":";
  private static final String CIFAR = WIDTHS + "cifar";
  private static final DiffusionUNet SMALL = DiffusionUNet.of(16, 32, 32);

  private DiffusionNets() {}

  /** Names, as they are listed. */
  public static List<String> names() {
    return List.of(USUAL, WIDTHS + "32-64-64", CIFAR, TABLES);
  }

  /**
   * A fresh network. {@code unet} has widths of 16, 32 and 32, or those behind its colon: {@code
   * unet:32-64-64}; {@code unet:cifar} is the network that Ho et al. published; {@code mlp} is for
   * tables.
   *
   * @param shape of the samples
   * @throws BadInputException if there is none of this name, or it can't take the shape
   */
  public static Network fresh(String name, List<Integer> shape, long seed) {
    if (name.equals(TABLES)) {
      return Network.create(new DiffusionMlp(128, 3).graph(shape), seed);
    }
    return unet(name).network(shape, seed);
  }

  private static DiffusionUNet unet(String name) {
    if (name.equals(USUAL)) {
      return SMALL;
    }
    if (name.equals(CIFAR)) {
      return DiffusionUNet.CIFAR;
    }
    if (!name.startsWith(WIDTHS)) {
      throw Suggestion.unknown("architecture of diffusion models", name, names());
    }
    String widths = name.substring(WIDTHS.length());
    try {
      return DiffusionUNet.of(
          Arrays.stream(widths.split("-", -1)).map(Integer::valueOf).toArray(Integer[]::new));
    } catch (NumberFormatException e) {
      throw new BadInputException(
          "architecture unet has the widths '%s', expected whole numbers such as unet:32-64-64"
              .formatted(widths),
          e);
    }
  }
}
