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
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Boundary Attack (Brendel, Rauber and Bethge 2018, algorithm 2) for L2, from classes alone: a
 * random walk along the decision boundary. A proposal goes a step at random on the sphere around
 * the clean point, then a step towards it; it is accepted if it meets the goal.
 *
 * <p>Both steps are shares of the distance, and adapt to how often proposals succeed: where more
 * than half of 100 points on the sphere meet the goal, both grow by half, where less than a fifth
 * do, they shrink; likewise the step towards the clean point by the last 30 proposals and the
 * bounds .25 and .1. A point on the sphere is asked about with every tenth proposal. The walk
 * begins with a bisection towards the clean point.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param proposals how many proposals are asked about at a time, at least 1: more of them save
 *     rounds, but cost queries, as only one is accepted
 * @param sphericalStep the first step on the sphere, as a share of the distance
 * @param sourceStep the first step towards the clean point, as a share of the distance, below 1
 * @param starts where to look for a first point that meets the goal
 */
public record Boundary(
    int queries, int proposals, double sphericalStep, double sourceStep, Starts starts)
    implements MinimumNormAttack<LabelModel> {
  /** Checks the settings. */
  public Boundary {
    DecisionSearch.checkQueries("boundary", queries);
    if (proposals < 1) {
      throw new BadInputException("boundary wants at least 1 proposal at a time, not " + proposals);
    }
    if (!(sphericalStep > 0 && sphericalStep < 1 && sourceStep > 0 && sourceStep < 1)) {
      throw new BadInputException(
          "boundary steps must lie between 0 and 1, not %s and %s"
              .formatted(sphericalStep, sourceStep));
    }
  }

  /** The authors' settings with a budget. */
  public Boundary(int queries) {
    this(queries, 1, 0.01, 0.01, new NoiseStarts());
  }

  /** The authors' settings with 25,000 queries. */
  public Boundary() {
    this(25_000);
  }

  /** The same with other starts, as targets need them. */
  public Boundary from(Starts others) {
    return new Boundary(queries, proposals, sphericalStep, sourceStep, others);
  }

  @Override
  public String name() {
    return "boundary";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("proposals", proposals);
    settings.put("spherical_step", sphericalStep);
    settings.put("source_step", sourceStep);
    settings.put("starts", starts.name());
    return settings;
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat.norm(), List.of(new L2()));
  }

  @Override
  public Candidates closest(
      LabelModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    if (!(norm instanceof L2)) {
      throw new BadInputException("attack boundary measures in l2 alone, not in " + norm.name());
    }
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
        (ground, start) ->
            Bisection.from(
                ground,
                geometry,
                start,
                BoundaryWalk.FIRST_BISECTION,
                reached -> new BoundaryWalk(this, ground, geometry, reached)));
  }
}
