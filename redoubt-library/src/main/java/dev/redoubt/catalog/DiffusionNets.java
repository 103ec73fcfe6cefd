package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.model.weights.Rename;
import dev.redoubt.model.weights.StateDict;
import dev.redoubt.model.weights.WeightMapping;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.nn.architecture.DiffusionUNet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The architectures of diffusion models by name. */
public final class DiffusionNets {
  /** The one that is taken for images where none is named. */
  public static final String USUAL = "unet";

  /** The one that is taken for tables. */
  public static final String TABLES = "mlp";

  private static final String WIDTHS = USUAL + ":";

  /** The network that Ho et al. published for CIFAR-10. */
  static final String CIFAR = WIDTHS + "cifar";

  private static final DiffusionUNet SMALL = DiffusionUNet.of(16, 32, 32);
  private static final DiffusionMlp TABLE_NET = new DiffusionMlp(128, 3);

  /** Where {@code UNet2DModel} had its attention weights before they got the names of today. */
  private static final Pattern FORMER =
      Pattern.compile("(.*\\.attentions\\.\\d+\\.)(query|key|value|proj_attn)\\.weight");

  private static final Map<String, String> TODAY =
      Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

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
      return Network.create(TABLE_NET.graph(shape), seed);
    }
    return unet(name).network(shape, seed);
  }

  /**
   * A network with weights that are there, by their names. Attention weights may have the names
   * that the library diffusers gave them formerly, as in most published files.
   *
   * @param name of the architecture, as for {@link #fresh}
   * @param renames for names that differ
   * @throws BadInputException if there is no such architecture, or it has other weights
   */
  public static Network of(String name, List<Integer> shape, StateDict dict, List<Rename> renames) {
    Graph graph = name.equals(TABLES) ? TABLE_NET.graph(shape) : unet(name).graph(shape);
    return Network.of(graph, WeightMapping.of(graph, dict, all(dict, renames)).values(dict));
  }

  private static List<Rename> all(StateDict dict, List<Rename> renames) {
    Stream<Rename> former =
        dict.arrays().keySet().stream()
            .map(FORMER::matcher)
            .filter(Matcher::matches)
            .map(
                found ->
                    new Rename(
                        found.group(1) + found.group(2),
                        found.group(1) + TODAY.get(found.group(2))));
    return Stream.concat(former, renames.stream()).toList();
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
