package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.number;
import static dev.redoubt.catalog.Parameter.whole;

import dev.redoubt.attack.spatial.RotateTranslateScale;
import dev.redoubt.attack.spatial.StAdv;
import dev.redoubt.attack.spatial.Tries;
import dev.redoubt.catalog.Arguments;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import java.util.List;

/** The attacks that are limited by their own settings rather than by a norm. */
final class SpatialAttacks {
  private static final List<String> ANY_INPUT = List.of("linf");

  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "spatial",
              Family.SPATIAL,
              LabelModel.class,
              ANY_INPUT,
              "rotations, shifts and scales; for images, with --threat linf:1",
              "as many forward as moves",
              "Engstrom et al. 2019",
              List.of(
                  number("degrees", "largest rotation either way", "30"),
                  number("shift", "largest shift along each side, as a share of it", "0.1"),
                  number("scale", "by how much the factor of scale may differ from 1", "0"),
                  whole("random", "random moves; 0 for a grid of 775, times 5 with scales", "0")),
              (a, context) -> spatial(a)),
          new AttackKind(
              "stadv",
              Family.SPATIAL,
              GradientModel.class,
              ANY_INPUT,
              "a smooth flow that bends the image; for images, with --threat linf:1",
              "steps forward and backward",
              "Xiao et al. 2018",
              List.of(
                  count("steps", "steps", new StAdv().steps()),
                  number("rate", "pixels that a place moves in a step", "0.05"),
                  number("tau", "weight of the flow's roughness", "0.05")),
              (a, context) -> new StAdv(a.whole("steps"), a.number("rate"), a.number("tau"))));

  private SpatialAttacks() {}

  private static RotateTranslateScale spatial(Arguments a) {
    int random = a.whole("random");
    Tries tries =
        random == 0
            ? new Tries.Grid(31, 5, a.number("scale") > 0 ? 5 : 1)
            : new Tries.WorstOf(random);
    return new RotateTranslateScale(
        a.number("degrees"), a.number("shift"), a.number("scale"), tries);
  }
}
