package dev.redoubt.catalog.attacks;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.number;

import dev.redoubt.attack.decision.Boundary;
import dev.redoubt.attack.decision.GeoDa;
import dev.redoubt.attack.decision.HopSkipJump;
import dev.redoubt.catalog.attacks.AttackKind.Family;
import dev.redoubt.model.LabelModel;
import java.util.List;

/** The attacks that query labels alone. */
final class DecisionAttacks {
  /** All of them. */
  static final List<AttackKind> ALL =
      List.of(
          new AttackKind(
              "hopskipjump",
              Family.DECISION,
              LabelModel.class,
              List.of("linf", "l2"),
              "bisects to the boundary, estimates its normal, steps along it; the first choice of them",
              "queries forward",
              "Chen et al. 2020",
              List.of(
                  count("queries", "each sample's budget", 10_000),
                  count("probes", "points for the first normal", new HopSkipJump().firstProbes())),
              (a, context) -> {
                HopSkipJump base = new HopSkipJump(a.whole("queries"));
                return new HopSkipJump(
                    base.queries(),
                    a.whole("probes"),
                    Math.max(base.mostProbes(), a.whole("probes")),
                    context.starts());
              }),
          new AttackKind(
              "geoda",
              Family.DECISION,
              LabelModel.class,
              List.of("linf", "l2"),
              "takes the boundary as nearly flat; finds more with few queries on large images",
              "queries forward",
              "Rahmati et al. 2020",
              List.of(
                  count("queries", "each sample's budget", 10_000),
                  number("frequencies", "share of the lowest frequencies to probe in", "1")),
              (a, context) ->
                  new GeoDa(a.whole("queries"))
                      .within(a.number("frequencies"))
                      .from(context.starts())),
          new AttackKind(
              "boundary",
              Family.DECISION,
              LabelModel.class,
              List.of("l2"),
              "a random walk along the boundary",
              "queries forward",
              "Brendel et al. 2018",
              List.of(
                  count("queries", "each sample's budget", 25_000),
                  count("proposals", "points asked about at a time", 1)),
              (a, context) -> {
                Boundary base = new Boundary(a.whole("queries"));
                return new Boundary(
                    base.queries(),
                    a.whole("proposals"),
                    base.sphericalStep(),
                    base.sourceStep(),
                    context.starts());
              }));

  private DecisionAttacks() {}
}
