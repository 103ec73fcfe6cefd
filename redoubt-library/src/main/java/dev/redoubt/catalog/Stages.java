package dev.redoubt.catalog;

import static dev.redoubt.catalog.StageKind.Parameter.number;
import static dev.redoubt.catalog.StageKind.Parameter.whole;

import dev.redoubt.Suggestion;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import java.util.List;

/** The stages by name. */
public final class Stages {
  /** All of them, as they are listed. */
  public static final List<StageKind> ALL =
      List.of(
          new StageKind(
              "bit-depth",
              "fewer grey levels",
              "Xu et al. 2018",
              List.of(whole("bits", "bits of each value", "3")),
              (a, takes, files) -> new BitDepth(a.whole("bits"), takes)),
          new StageKind(
              "noise",
              "Gaussian noise",
              "Gu and Rigazio 2015",
              List.of(number("sigma", "deviation in pixel space", "0.1")),
              (a, takes, files) -> new RandomNoise(a.number("sigma"), takes)));

  private Stages() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(StageKind::name).toList();
  }

  /**
   * The kind of a name.
   *
   * @throws dev.redoubt.BadInputException if there is none; it names the nearest
   */
  static StageKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Suggestion.unknown("stage", name, names()));
  }
}
