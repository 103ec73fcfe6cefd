package dev.redoubt.attack.decision;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.query.Geometry;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HopSkipJump (Chen, Jordan and Wainwright 2020) for L2 and Linf, from classes alone. In turns:
 * bisect to the decision boundary, estimate its normal there from points around, step along it,
 * half as far while the goal is not met.
 *
 * <p>Turn t takes {@code min(100·√t, 10⁴)} points for the normal, {@code dist/√t} for the first
 * step. The boundary is found to {@code dist/d^1.5} in L2 and {@code dist/d²} in Linf, for d
 * features. The points around lie {@code dist/d} away in L2, at the first turn a tenth of the box's
 * width. Where float32 would not tell so small differences apart, they are larger.
 *
 * <p>The normal of a sample is its own; elsewhere it has been divided by the length of those of the
 * whole batch. No search is without end: a step is halved at most {@value HopSkipJumpWalk#HALVINGS}
 * times, then the normal is estimated anew.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param firstProbes points for the first normal, at least 2
 * @param mostProbes points for any normal, at least as many
 * @param starts where to look for a first point that meets the goal
 */
public record HopSkipJump(int queries, int firstProbes, int mostProbes, Starts starts)
    implements MinimumNormAttack<LabelModel> {
  /** Checks the settings. */
  public HopSkipJump {
    DecisionSearch.checkQueries("hopskipjump", queries);
    if (firstProbes < 2 || mostProbes < firstProbes) {
      throw new BadInputException(
          "hopskipjump wants at least 2 probes at first and no fewer later, not %d and at most %d"
              .formatted(firstProbes, mostProbes));
    }
  }

  /** The authors' settings with a budget. */
  public HopSkipJump(int queries) {
    this(queries, 100, 10_000, new NoiseStarts());
  }

  /** The authors' settings with 10,000 queries. */
  public HopSkipJump() {
    this(10_000);
  }

  /** The same with other starts, as targets need them. */
  public HopSkipJump from(Starts others) {
    return new HopSkipJump(queries, firstProbes, mostProbes, others);
  }

  @Override
  public String name() {
    return "hopskipjump";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("first_probes", firstProbes);
    settings.put("most_probes", mostProbes);
    settings.put("starts", starts.name());
    return settings;
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat.norm(), List.of(new Linf(), new L2()));
  }

  @Override
  public Candidates closest(
      LabelModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    Geometry geometry = Geometry.of(norm);
    return DecisionSearch.closest(
        view,
        batch,
        geometry,
        goal,
        enough,
        draws,
        queries,
        starts,
        (ground, start) -> new HopSkipJumpWalk(this, ground, geometry).from(start));
  }
}
