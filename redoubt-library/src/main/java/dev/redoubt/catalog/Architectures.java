package dev.redoubt.catalog;

import dev.redoubt.Suggestion;
import dev.redoubt.nn.architecture.AdvertorchLeNet5;
import dev.redoubt.nn.architecture.Architecture;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.LeNet5;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.architecture.ResNet18;
import java.util.List;

/** The architectures by name. */
public final class Architectures {
  private static final List<Architecture> ALL =
      List.of(
          new CommonCnn(),
          new CommonCnn(0),
          new LeNet5(),
          new AdvertorchLeNet5(),
          new ResNet18(),
          new Mlp());

  private static final String WIDTHS = "mlp:";

  private Architectures() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Architecture::name).toList();
  }

  /**
   * The architecture of a name; {@code mlp} may be followed by the widths of its hidden layers:
   * {@code mlp:20,20}.
   *
   * @throws dev.redoubt.BadInputException if there is none
   */
  public static Architecture named(String name) {
    if (name.startsWith(WIDTHS)) {
      return Mlp.ofWidths(name.substring(WIDTHS.length()));
    }
    return ALL.stream()
        .filter(architecture -> architecture.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Suggestion.unknown("architecture", name, names()));
  }
}
